"""Draws docs/images/scripts.webp: `python -m tests.browser.scripts_sheet`. A scene for each script that a video can be in."""

import asyncio
import io
import json
import os

import django
from PIL import Image

SAMPLES = {
    "Latin": "İzmir, Škoda, Łódź: zażółć gęślą jaźń",
    "Vietnamese": "Cà phê sáng thứ Bảy, mời bạn ghé quán",
    "Greek": "Φρέσκος καφές κάθε Σάββατο πρωί",
    "Cyrillic": "Свежий кофе каждую субботу, ґава є",
    "Hebrew": "קפה טרי בכל בוקר של שבת",
    "Arabic": "قهوة طازجة كل صباح يوم سبت",
    "Devanagari": "हर शनिवार की सुबह ताज़ी कॉफ़ी",
    "Thai": "กาแฟสดใหม่ทุกเช้าวันเสาร์",
    "Persian": "هر شنبه صبح، قهوهٔ تازه می‌نوشیم",
    "Yoruba": "Ẹ káàárọ̀! Kọfí titun wà ní gbogbo Sátidé",
    "Signs": "→ ★★★★★ ✓ 3 ≥ 2½ ♥ №1",
    "Japanese": "土曜の朝は、淹れたてのコーヒーを。",
    "Chinese": "每个周六早晨，来一杯新鲜咖啡。",
    "Traditional Chinese": "每個週六早晨，來一杯新鮮咖啡。",
    "Korean": "토요일 아침마다 신선한 커피",
    "Emoji": "☕️ 🎬 👩‍🍳 🇬🇷",
}
PALETTES = ("night", "paper", "forest")
COLUMNS, WIDTH, GAP = 3, 1200, 10


def document_of(name: str, palette: str) -> dict:
    from storyboard.compose import SceneBrief, draft
    from storyboard.encoding import encode

    slots = {"headline": SAMPLES[name], "subtitle": f"{SAMPLES[name]} · {name}"}
    scenes = [SceneBrief(name, "title", slots)]
    return json.loads(encode(draft(format="landscape", palette=palette, seconds=4, scenes=scenes)))


async def draw() -> None:
    from tests.browser.contact_sheet import IMAGES, QUALITY
    from tests.browser.frames import picture
    from tests.browser.sheet_page import sheet_page

    async with sheet_page() as page:
        documents = [document_of(name, PALETTES[i % len(PALETTES)]) for i, name in enumerate(SAMPLES)]
        frames = [Image.open(io.BytesIO(await picture(page, document, 100))) for document in documents]
    sheet_of(frames).save(IMAGES / "scripts.webp", "WEBP", quality=QUALITY, method=6)


def sheet_of(frames: list[Image.Image]) -> Image.Image:
    width = (WIDTH - GAP * (COLUMNS - 1)) // COLUMNS
    height = width * 9 // 16
    rows = -(-len(frames) // COLUMNS)
    sheet = Image.new("RGBA", (WIDTH, rows * (height + GAP) - GAP))
    for i, frame in enumerate(frames):
        small = frame.convert("RGBA").resize((width, height), Image.Resampling.LANCZOS)
        sheet.paste(small, (i % COLUMNS * (width + GAP), i // COLUMNS * (height + GAP)))
    return sheet


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    asyncio.run(draw())
