"""Thirty edits as pictures meet them on their way, and scenes drawn to be edited."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

Edit = Callable[[Image.Image], Image.Image]
SIDE = 640


def draw_scene(seed: int) -> Image.Image:
    """Draw a scene of its own: sky, ground, blocks with windows, rubble."""
    dice = np.random.default_rng(seed)
    coarse = dice.integers(60, 200, (7, 9, 3), dtype=np.uint8)
    image = Image.fromarray(coarse).resize((SIDE, 480), Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(image)
    for _ in range(int(dice.integers(4, 9))):
        x, y = int(dice.integers(-40, 600)), int(dice.integers(80, 360))
        w, h = int(dice.integers(60, 220)), int(dice.integers(80, 360))
        grey = int(dice.integers(30, 220))
        pen.rectangle((x, y, x + w, y + h), fill=(grey, grey - 10, grey - 25))
        for wx in range(x + 8, x + w - 12, int(dice.integers(18, 36))):
            for wy in range(y + 8, y + h - 14, int(dice.integers(20, 44))):
                if dice.random() < 0.8:  # noqa: PLR2004  some windows are gone
                    shade = int(dice.integers(0, 255))
                    pen.rectangle((wx, wy, wx + 9, wy + 12), fill=(shade,) * 3)
    for _ in range(160):
        x, y = int(dice.integers(0, SIDE)), int(dice.integers(330, 480))
        size = int(dice.integers(4, 30))
        shade = int(dice.integers(0, 255))
        pen.polygon(
            [(x, y), (x + size, y + size // 3), (x + size // 2, y + size)],
            fill=(shade, shade, max(0, shade - 20)),
        )
    return image


def jpeg_of(image: Image.Image, quality: int = 90) -> bytes:
    """Return a picture as JPEG."""
    file = io.BytesIO()
    image.convert("RGB").save(file, "JPEG", quality=quality)
    return file.getvalue()


def _jpeg(quality: int) -> Edit:
    def edit(image: Image.Image) -> Image.Image:
        file = io.BytesIO()
        image.save(file, "JPEG", quality=quality)
        return Image.open(io.BytesIO(file.getvalue())).convert("RGB")

    return edit


def _resize(share: float) -> Edit:
    return lambda image: image.resize(
        (max(16, int(image.width * share)), max(16, int(image.height * share)))
    )


def _crop(share: float) -> Edit:
    """Cut off a share of each side's length, more on two sides than on the others."""

    def edit(image: Image.Image) -> Image.Image:
        left, top = int(image.width * share * 0.6), int(image.height * share * 0.4)
        right = image.width - int(image.width * share * 0.4)
        bottom = image.height - int(image.height * share * 0.6)
        return image.crop((left, top, right, bottom))

    return edit


def _rotate(degrees: float) -> Edit:
    return lambda image: image.rotate(degrees, Image.Resampling.BICUBIC)


def _logo(image: Image.Image) -> Image.Image:
    made = image.copy()
    side = min(image.size) // 5
    pen = ImageDraw.Draw(made)
    box = (image.width - side - 8, 8, image.width - 8, 8 + side)
    pen.ellipse(box, fill=(200, 20, 30))
    pen.rectangle(
        (box[0] + side // 3, 8 + side // 3, box[2] - side // 3, 8 + side * 2 // 3),
        fill="white",
    )
    return made


def _banner(image: Image.Image) -> Image.Image:
    made = image.copy()
    pen = ImageDraw.Draw(made)
    top = int(image.height * 0.85)
    pen.rectangle((0, top, image.width, image.height), fill=(20, 20, 120))
    pen.text((12, top + 6), "URGENT: what they say happened today", fill="white")
    return made


def _watermark(image: Image.Image) -> Image.Image:
    layer = Image.new("L", image.size, 0)
    pen = ImageDraw.Draw(layer)
    for y in range(0, image.height, max(40, image.height // 6)):
        pen.text((image.width // 5 + y % 60, y), "AGENCY PHOTO", fill=110, font_size=28)
    made = image.copy()
    made.paste(Image.new("RGB", image.size, "white"), (0, 0), layer)
    return made


def _brighter(by: int) -> Edit:
    return lambda image: image.point(lambda value: max(0, min(255, value + by)))


def _noise(image: Image.Image) -> Image.Image:
    dice = np.random.default_rng(image.width)
    noisy = np.asarray(image, np.float32) + dice.normal(0, 12, (*image.size[::-1], 3))
    return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))


def _border(image: Image.Image) -> Image.Image:
    return ImageOps.expand(image, int(max(image.size) * 0.06), "white")


def _screenshot(*, is_dark: bool) -> Edit:
    def edit(image: Image.Image) -> Image.Image:
        back, ink = ((18, 18, 20), "white") if is_dark else ((250, 250, 250), "black")
        screen = Image.new("RGB", (540, 1170), back)
        shown = image.resize((540, max(60, 540 * image.height // image.width)))
        shown = shown.crop((0, 0, 540, min(720, shown.height)))
        screen.paste(shown, (0, 200))
        pen = ImageDraw.Draw(screen)
        pen.text((24, 14), "09:41", fill=ink, font_size=20)
        pen.ellipse((20, 120, 76, 176), fill=(120, 140, 160))
        pen.text((92, 130), "Some account  · 2 h", fill=ink, font_size=20)
        for n_line in range(3):
            pen.text(
                (24, 960 + 34 * n_line),
                "words of a post about what is shown",
                fill=ink,
                font_size=20,
            )
        return screen

    return edit


def _reposted(image: Image.Image) -> Image.Image:
    small = _crop(0.08)(image)
    small.thumbnail((600, 600))
    return _jpeg(35)(_logo(small))


def _filmed(image: Image.Image) -> Image.Image:
    """Film a screen: a little from the side, a little out of focus."""
    w, h = image.size
    corners = ((0.03, 0.02), (0.98, 0.06), (0.94, 0.97), (0.01, 0.93))
    targets = np.array([(x * w, y * h) for x, y in corners])
    sources = np.array([(0, 0), (w, 0), (w, h), (0, h)], float)
    rows, values = [], []
    for (x, y), (u, v) in zip(targets, sources, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    factors = np.linalg.solve(np.array(rows), np.array(values))
    bent = image.transform(
        image.size, Image.Transform.PERSPECTIVE, factors, Image.Resampling.BICUBIC
    )
    return bent.filter(ImageFilter.GaussianBlur(1.0))


EDITS: dict[str, Edit] = {
    "jpeg 50": _jpeg(50),
    "jpeg 30": _jpeg(30),
    "jpeg 10": _jpeg(10),
    "half size": _resize(0.5),
    "quarter size": _resize(0.25),
    "stretched 12 %": lambda image: image.resize(
        (int(image.width * 1.12), image.height)
    ),
    "crop 5 %": _crop(0.05),
    "crop 10 %": _crop(0.10),
    "crop 20 %": _crop(0.20),
    "crop 40 %": _crop(0.40),
    "turned 2°": _rotate(2),
    "turned 5°": _rotate(5),
    "turned 10°": _rotate(10),
    "turned 90°": lambda image: image.transpose(Image.Transpose.ROTATE_90),
    "mirrored": ImageOps.mirror,
    "logo": _logo,
    "banner 15 %": _banner,
    "watermark": _watermark,
    "brighter": _brighter(30),
    "darker": _brighter(-40),
    "contrast": lambda image: ImageEnhance.Contrast(image).enhance(1.5),
    "grey": lambda image: image.convert("L").convert("RGB"),
    "blurred": lambda image: image.filter(ImageFilter.GaussianBlur(1.5)),
    "noise": _noise,
    "border 6 %": _border,
    "screenshot dark": _screenshot(is_dark=True),
    "screenshot light": _screenshot(is_dark=False),
    "re-posted": _reposted,
    "filmed": _filmed,
    "mirrored, crop 10 %": lambda image: ImageOps.mirror(_crop(0.10)(image)),
}
