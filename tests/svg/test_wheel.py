"""The wheel: equal segments, all words kept, mirrored for right-to-left."""

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from profiles.svg.wheel import (
    LETTER_WIDTH,
    TEXT_WIDTH,
    TINTS,
    Domain,
    Wheel,
    as_svg,
    ring_path,
    segment,
    size_of,
    text_size,
    wheel,
    wrap,
)

ROWS = json.loads(Path("fixtures/domains.json").read_text(encoding="utf-8"))
TITLES: dict[str, list[str]] = {}
for row in ROWS:
    if row["fields"].get("variant") == "country":
        TITLES.setdefault(row["fields"]["language"], []).append(row["fields"]["title"])
ICONS = ["scale", "landmark", "handshake", "hand-heart", "life-buoy", "shield-check"]


def make_domains(language: str = "en") -> list[Domain]:
    return [
        Domain(i + 1, title, icon, f"#domain-{i + 1}")
        for i, (title, icon) in enumerate(zip(TITLES[language], ICONS, strict=True))
    ]


def make_wheel(**options: bool) -> Wheel:
    return wheel(make_domains(), "Mali", "2021", **options)


def test_six_equal_segments_close_the_ring() -> None:
    segments = make_wheel().segments
    assert [part.end - part.start for part in segments] == [60] * 6
    assert [part.start for part in segments] == [0, 60, 120, 180, 240, 300]


@pytest.mark.parametrize("count", [0, 5, 7])
def test_another_number_of_domains_is_refused(count: int) -> None:
    domains = (make_domains() * 2)[:count]
    with pytest.raises(ValueError, match="6 segments"):
        wheel(domains, "Mali")


def test_every_segment_keeps_its_number_title_and_link() -> None:
    segments = make_wheel().segments
    assert [part.number for part in segments] == [1, 2, 3, 4, 5, 6]
    assert [part.title for part in segments] == TITLES["en"]
    assert [part.url for part in segments] == [f"#domain-{i}" for i in range(1, 7)]


@pytest.mark.parametrize("language", TITLES)
def test_wrapping_loses_no_word_and_takes_three_lines_or_four_where_they_are_long(language: str) -> None:
    for title in TITLES[language]:
        lines = wrap(title)
        assert " ".join(lines) == title
        assert len(lines) <= (4 if len(title) > 42 else 3)
        assert max(map(len, lines)) * text_size(lines) * LETTER_WIDTH <= TEXT_WIDTH + 1


def test_wrapping_splits_evenly() -> None:
    assert wrap("Partnerships") == ("Partnerships",)
    assert wrap("Safe, orderly and regular migration") == ("Safe, orderly", "and regular", "migration")


def test_wrapping_survives_an_empty_and_a_very_long_title() -> None:
    assert wrap("") == ()
    words = "word " * 40
    assert " ".join(wrap(words)) == words.strip()


def test_long_words_make_the_text_smaller() -> None:
    assert text_size(["Partnerships"]) > text_size(["pangouvernementale"])


def test_right_to_left_is_the_mirror_image() -> None:
    plain, mirrored = make_wheel(), make_wheel(rtl=True)
    assert [part.number for part in mirrored.segments] == [1, 2, 3, 4, 5, 6]
    for left, right in zip(plain.segments, mirrored.segments, strict=True):
        assert (right.start, right.end) == (360 - left.end, 360 - left.start)
        assert [(-line.x, line.y, line.text) for line in right.lines] == [
            (line.x, line.y, line.text) for line in left.lines
        ]


def test_paths_are_plain_numbers() -> None:
    path = ring_path(0, 60)
    assert path.startswith("M")
    assert path.endswith("Z")
    assert not set(path) - set("MALZ0123456789.- ")


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("Mali", "large"),
        ("Burkina Faso", "medium"),
        ("Guinea-Bissau", "medium"),
        ("Liechtenstein", "small"),
        ("Democratic People’s Republic of Korea", "small"),
        ("United Kingdom of Great Britain and Northern Ireland", "smallest"),
        ("", "large"),
    ],
)
def test_a_long_name_takes_a_smaller_size(name: str, size: str) -> None:
    assert size_of(name) == size


def test_the_picture_is_well_formed_and_carries_no_text_of_editors() -> None:
    drawing = wheel([replace(d, title="<script>") for d in make_domains()], "<b>", "&")
    svg = as_svg(drawing)
    root = ElementTree.fromstring(svg)  # noqa: S314 (our own)
    assert [shape.get("fill") for shape in root][::4] == list(TINTS)
    assert [shape.text for shape in root][3::4] == ["1", "2", "3", "4", "5", "6"]
    assert "script" not in svg


def test_a_segment_stands_alone() -> None:
    assert segment(make_domains()[2], 2).lines[0].text == "Partnerships"
