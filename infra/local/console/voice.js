/** A voice note without a microphone: a few seconds of humming as Ogg Opus, which is what WhatsApp sends. */

const RATE = 48_000;
const FRAME = 960; // 20 ms, the frame that speech is sent in
/** An Opus frame of silence: full band, 20 ms, one channel. */
const SILENCE = Uint8Array.of(0xf8, 0xff, 0xfe);
const TYPE = 'audio/ogg; codecs=opus';

/** `seconds` of humming; of silence in a browser that cannot encode Opus. */
export async function voiceNote(seconds) {
  const packets = await hum(seconds).catch(() => []);
  return ogg(packets.length ? packets : Array.from({ length: (seconds * RATE) / FRAME }, () => SILENCE));
}

async function hum(seconds) {
  const packets = [];
  const encoder = new AudioEncoder({
    output: (chunk) => {
      const packet = new Uint8Array(chunk.byteLength);
      chunk.copyTo(packet);
      packets.push(packet);
    },
    error: () => packets.splice(0),
  });
  encoder.configure({ codec: 'opus', sampleRate: RATE, numberOfChannels: 1, bitrate: 24_000, opus: { frameDuration: 20_000 } });
  const samples = melody(seconds * RATE);
  const data = new AudioData({ format: 'f32', sampleRate: RATE, numberOfFrames: samples.length, numberOfChannels: 1, timestamp: 0, data: samples });
  encoder.encode(data);
  data.close();
  await encoder.flush();
  encoder.close();
  return packets;
}

/** Syllables of a low voice, four a second, that rises and falls. */
function melody(length) {
  const samples = new Float32Array(length);
  let phase = 0;
  for (let index = 0; index < length; index += 1) {
    const time = index / RATE;
    const pitch = 150 + 28 * Math.sin(time * 2.1) + 12 * Math.sin(time * 7.3);
    phase += (2 * Math.PI * pitch) / RATE;
    const syllable = Math.max(0, Math.sin(time * 4 * Math.PI)) ** 0.6;
    samples[index] = 0.22 * syllable * (Math.sin(phase) + 0.5 * Math.sin(2 * phase) + 0.25 * Math.sin(5 * phase));
  }
  return samples;
}

/** Opus packets of 20 ms in an Ogg stream (RFC 7845): two pages of headers, then the sound. */
function ogg(packets) {
  const pages = [page([opusHead()], { kind: 2, granule: 0, number: 0 }), page([opusTags()], { kind: 0, granule: 0, number: 1 })];
  for (let start = 0; start < packets.length; start += 50) {
    const part = packets.slice(start, start + 50);
    const last = start + part.length === packets.length;
    pages.push(page(part, { kind: last ? 4 : 0, granule: (start + part.length) * FRAME, number: pages.length }));
  }
  return new Blob(pages, { type: TYPE });
}

function opusHead() {
  const view = new DataView(new ArrayBuffer(19));
  write(view, 0, 'OpusHead');
  view.setUint8(8, 1);
  view.setUint8(9, 1);
  view.setUint16(10, 312, true);
  view.setUint32(12, RATE, true);
  return new Uint8Array(view.buffer);
}

function opusTags() {
  const vendor = 'tillhook';
  const view = new DataView(new ArrayBuffer(16 + vendor.length));
  write(view, 0, 'OpusTags');
  view.setUint32(8, vendor.length, true);
  write(view, 12, vendor);
  return new Uint8Array(view.buffer);
}

function page(packets, { kind, granule, number }) {
  const lacing = packets.flatMap(({ length }) => [...Array(Math.floor(length / 255)).fill(255), length % 255]);
  const size = packets.reduce((sum, { length }) => sum + length, 0);
  const view = new DataView(new ArrayBuffer(27 + lacing.length + size));
  const bytes = new Uint8Array(view.buffer);
  write(view, 0, 'OggS');
  view.setUint8(5, kind);
  view.setUint32(6, granule, true);
  view.setUint32(14, 0x7111, true);
  view.setUint32(18, number, true);
  view.setUint8(26, lacing.length);
  bytes.set(lacing, 27);
  let at = 27 + lacing.length;
  for (const packet of packets) {
    bytes.set(packet, at);
    at += packet.length;
  }
  view.setUint32(22, checksum(bytes), true);
  return bytes;
}

function write(view, at, text) {
  [...text].forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)));
}

/** Ogg's CRC-32: polynomial 0x04c11db7, nothing reflected, from 0. */
function checksum(bytes) {
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 0x80000000 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
  }
  return sum >>> 0;
}
