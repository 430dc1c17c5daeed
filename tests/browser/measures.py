"""Scripts that measure a page; each returns what is wrong, so that an empty list is good."""

#: Elements that reach beyond the left or the right edge of the screen.
WIDER_THAN_THE_SCREEN = """() => [...document.querySelectorAll('body *')]
  .filter((one) => one.checkVisibility() && !one.closest('.visually-hidden, .skip, select, svg'))
  .filter((one) => {
    const { left, right } = one.getBoundingClientRect();
    return left < -0.5 || right > innerWidth + 0.5;
  })
  .map((one) => one.outerHTML.slice(0, 90))"""

#: Pairs of ink and ground under the WCAG AA ratio of 4.5, with the ratio (WCAG 2.2, relative luminance).
LOW_CONTRAST = """() => {
  const rgb = (name) => {
    const probe = document.createElement('canvas').getContext('2d');
    probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    probe.fillRect(0, 0, 1, 1);
    return [...probe.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) => part / 255);
  };
  const light = (name) => {
    const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = rgb(name).map(linear);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const tones = ['--order', '--money', '--stock', '--supply', '--message', '--trouble'];
  const everywhere = ['--ink', '--ink-2', '--ink-3', '--accent-strong', ...tones];
  const pairs = [
    ...['--surface', '--sunken', '--theirs'].flatMap((ground) => everywhere.map((ink) => [ink, ground])),
    ...['--ink', '--ink-2', '--ink-3'].map((ink) => [ink, '--canvas']),
    ...['--ink', '--ink-2'].flatMap((ink) => [[ink, '--mine'], [ink, '--wallpaper']]),
    ['--on-accent', '--accent'],
    ['--on-accent', '--accent-strong'],
    ['--accent-strong', '--accent-soft'],
    ['--tick-read', '--theirs'],
  ];
  const measured = pairs.map(([ink, ground]) => [ink, ground, contrast(ink, ground)]);
  return measured.filter(([, , ratio]) => !(ratio >= 4.5)).map(String);
}"""
