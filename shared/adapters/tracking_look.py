"""How the tracking page looks: one style, in a store's colour and whatever can be read on it."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache

from shared.domain.look import PLAIN_COLOUR, contrast, ink_on, is_colour

STYLE = """
*{box-sizing:border-box}
body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f4f4f2;color:#1a1a1a;overflow-wrap:anywhere}
header{background:var(--colour);color:var(--ink);padding:1rem 1rem 5rem;border-bottom:1px solid var(--line)}
header p,main{max-width:32rem;margin:auto}
header p{font-weight:700;font-size:1.2rem}
main{padding:0 .75rem 2rem;position:relative;top:-4rem;margin-bottom:-4rem}
.card{background:#fff;border:1px solid #d6d6d2;border-radius:.9rem;padding:1rem;margin:0 0 .75rem;
box-shadow:0 1px 3px rgba(0,0,0,.12)}
nav{display:flex;flex-wrap:wrap;gap:0 1rem;justify-content:flex-end;margin:-.4rem 0 .2rem}
nav a,nav strong{padding:.5rem 0}
a{color:#0b4f9e}
h1{font-size:1rem;font-weight:400;line-height:1.3;margin:0;color:#595959}
h2{font-size:1.15rem;line-height:1.3;margin:0 0 .4rem}
p{margin:.2rem 0}
.now{font-size:1.75rem;font-weight:700;line-height:1.2;margin:.1rem 0 .4rem}
.when strong{font-size:1.15rem}
ol{list-style:none;margin:1.1rem 0 0;padding:0}
ol li{position:relative;padding:.35rem 0 .35rem 2.5rem;color:#595959}
ol li::before{content:"";position:absolute;left:.3rem;top:.5rem;width:1.3rem;height:1.3rem;border:2px solid #767676;
border-radius:50%;background:#fff;z-index:1;text-align:center;font:700 .85rem/1.05rem system-ui,sans-serif}
ol li+li::after{content:"";position:absolute;left:.85rem;top:-.7rem;height:1.3rem;border-left:3px solid #b4b4b0}
.done,.at{color:#1a1a1a}
.done::before{content:"✓";border-color:var(--line);background:var(--colour);color:var(--ink)}
ol li.done::after,ol li.at::after{border-color:var(--line)}
.at{font-weight:700}
.at::before{border-color:var(--line);background:var(--colour);box-shadow:0 0 0 3px #fff,0 0 0 5px var(--line)}
.bad{color:#9f1d1d}
.bad::before{border-color:#9f1d1d;background:#9f1d1d;color:#fff}
.at.bad::before{box-shadow:0 0 0 3px #fff,0 0 0 5px #9f1d1d}
.ask{background:#fff6dc;border-color:#b98900}
.parcel+.parcel{border-top:1px solid #d6d6d2;margin-top:.75rem;padding-top:.75rem}
.quiet{color:#595959}
.code{font-family:ui-monospace,monospace}
.link{display:inline-block;padding:.6rem 0}
.button{display:block;text-align:center;padding:.8rem 1rem;margin:.6rem 0;border-radius:.9rem;font-weight:700;
text-decoration:none;border:1px solid #1a1a1a;color:#1a1a1a;background:#fff}
.first{background:var(--colour);color:var(--ink);border-color:var(--line)}
:focus-visible{outline:3px solid #0b4f9e;outline-offset:2px}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
@media print{body,header{background:#fff;color:#000}header{padding:0}main{position:static}.button{display:none}}
"""
#: What stands out from white is drawn in a store's colour (WCAG AA: 3 to 1 for what is no text), else in this.
_DARK, _SEEN = "#1a1a1a", 3.0


@dataclass(frozen=True, kw_only=True)
class Look:
    """A store's style, and the hash by which the page's policy allows it and nothing else."""

    style: str
    source: str


@cache
def look_of(colour: str) -> Look:
    """The style in a store's colour; what is no colour never gets into it."""
    colour = colour if is_colour(colour) else PLAIN_COLOUR
    line = colour if contrast(colour, "#ffffff") >= _SEEN else _DARK
    style = f":root{{--colour:{colour};--ink:{ink_on(colour)};--line:{line}}}{STYLE}"
    return Look(style=style, source="sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode())
