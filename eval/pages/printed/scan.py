"""Makes a scan of a printed page: a picture, slightly turned, blurred and noisy, in uneven light."""

from __future__ import annotations

import random
from pathlib import Path

DPI = 150
_MOST_DEGREES = 1.0
_QUALITY = 82  # of JPEG


def scan(pdf: Path, picture: Path, rng: random.Random) -> None:
    """Write the first page of a PDF as a JPEG that looks scanned."""
    import cv2
    import numpy as np
    import pypdfium2 as pdfium
    from PIL import Image

    document = pdfium.PdfDocument(pdf)
    sheet = document[0].render(scale=DPI / 72).to_numpy()[:, :, :3].astype(np.float32)
    document.close()
    height, width = sheet.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-_MOST_DEGREES, _MOST_DEGREES), 1.0)
    turned = cv2.warpAffine(sheet, turn, (width, height), borderValue=(245, 245, 245))
    blurred = cv2.GaussianBlur(turned, (0, 0), rng.uniform(0.4, 0.7))
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j].astype(np.float32)
    light = 1 - rng.uniform(0.0, 0.15) * np.hypot(x - rng.random(), y - rng.random())
    paper = np.float32(rng.uniform(0.9, 1.0))
    grain = np.random.default_rng(rng.randrange(2**32)).normal(0, rng.uniform(3, 7), (height, width, 1))
    result = blurred * light[..., None] * paper + grain
    pixels = result.clip(0, 255).astype(np.uint8)[:, :, ::-1]
    Image.fromarray(np.ascontiguousarray(pixels)).save(picture, "JPEG", quality=_QUALITY, dpi=(DPI, DPI))
