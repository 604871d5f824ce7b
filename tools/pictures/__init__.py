"""The pictures in README.md: what each shows, and README's table of them. Run by developers, not shipped."""

from dataclasses import dataclass

DESKTOP, PHONE = (1280, 800), (390, 844)
"""Widths and heights of the window."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The first screen of one page."""

    name: str
    path: str
    caption: str
    alt: str
    shows: tuple[str, ...]
    """Words that are on that screen, or no picture is taken."""
    size: tuple[int, int] = DESKTOP


PICTURES = (
    Picture(
        "today",
        "/",
        "Today: your next session",
        "Today after four weeks: the next session, the sessions of the day, and each exercise with its number",
        ("Today", "Next:", "Start the guided session", "Rolling your knees"),
    ),
    Picture(
        "exercises",
        "/exercises",
        "How each exercise is done",
        "Exercises: numbered pictures of a person on a mat, with the steps in words",
        ("Exercises", "Rolling your knees", "Hold for 2 seconds", "One repetition:"),
    ),
    Picture(
        "progress",
        "/progress",
        "How your pain changes",
        "Progress after four weeks: what the review says, and the pain of each day as a chart",
        ("Progress", "Review", "Pain"),
    ),
    Picture(
        "log",
        "/log",
        "A session logged in seconds",
        "Log on a phone: one session, with the repetitions of each exercise",
        ("Log", "Rolling your knees", "How many did you do?"),
        PHONE,
    ),
)


def readme_table() -> str:
    """The table of README: two pictures side by side, each below its caption."""
    captions = [picture.caption for picture in PICTURES]
    images = [f"![{picture.alt}](docs/pictures/{picture.name}.png)" for picture in PICTURES]
    bold = [f"**{caption}**" for caption in captions]
    rows = captions[:2], ["---"] * 2, images[:2], bold[2:], images[2:]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows).replace("| --- | --- |", "|---|---|")
