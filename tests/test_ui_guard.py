"""Nothing hostile reaches the terminal: how widgets are given text (read out of the code), and the last gate itself."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.segment import ControlType, Segment
from rich.style import Style
from textual.color import Color
from textual.widget import Widget

from sahelreader.widgets.guard import OutputGuard

SOURCE = Path(__file__).resolve().parent.parent / "src" / "sahelreader"
FILES = sorted([SOURCE / "app.py", *SOURCE.glob("screens/*.py"), *SOURCE.glob("widgets/*.py")])
#: Textual's own widgets that may be used: each is known to take text without reading markup in it, when told so
ALLOWED = {"Input", "Static", "TextArea"}
#: attributes that Textual reads markup in
MARKED_UP = {"border_title", "border_subtitle", "tooltip"}


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            yield name, node


def wrong_in(source: str) -> list[str]:
    """What in SOURCE gives a widget text that might be taken for markup, or for the terminal's own."""
    tree = ast.parse(source)
    wrong = []
    for name, call in calls(tree):
        plain = any(
            word.arg == "markup"
            and isinstance(word.value, ast.Constant)
            and word.value.value is False
            for word in call.keywords
        )
        if name in ("notify", "Static", "Label") and call.args and not plain:
            wrong.append(f"line {call.lineno}: {name}() without markup=False")
        if name == "from_markup":
            wrong.append(f"line {call.lineno}: from_markup()")
        if name == "update" and call.args and not isinstance(call.args[0], ast.Call):
            wrong.append(f"line {call.lineno}: update() with something else than Content(…)")
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual.widgets"):
            others = {item.name for item in node.names} - ALLOWED
            if others:
                wrong.append(
                    f"line {node.lineno}: {', '.join(sorted(others))} of Textual's widgets"
                )
        if isinstance(node, ast.Assign):
            wrong += [
                f"line {node.lineno}: {target.attr} takes markup"
                for target in node.targets
                if isinstance(target, ast.Attribute) and target.attr in MARKED_UP
            ]
    return wrong


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(SOURCE)) for path in FILES])
def test_no_widget_is_given_a_bare_text(path: Path) -> None:
    assert wrong_in(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "self.notify(title)",
        "Static(article.title)",
        "Static(title, markup=True)",
        "told.update(title)",
        "Content.from_markup(title)",
        "self.border_title = article.title",
        "from textual.widgets import Input, OptionList",
    ],
)
def test_the_reading_of_the_code_finds_what_it_looks_for(source: str) -> None:
    assert wrong_in(source)


CONTROLS = [*range(0x20), *range(0x7F, 0xA0)]
HIDDEN = [
    0x200B,
    0x200E,
    0x200F,
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    0xFEFF,
    0xAD,
    0xE0041,
]


@pytest.mark.parametrize("code", [*CONTROLS, *HIDDEN], ids=hex)
def test_the_gate_lets_no_control_through(code: int) -> None:
    segments = [Segment("avant "), Segment(f"a{chr(code)}b", Style(bold=True)), Segment(" après")]
    passed = OutputGuard().apply(segments, Color(0, 0, 0))
    text = "".join(segment.text for segment in passed)
    assert chr(code) not in text.replace(" ", "") or code == 0x20
    assert text.startswith("avant a")
    assert text.endswith("b après")


def test_the_gate_lets_no_hyperlink_through() -> None:
    style = Style(link="http://evil.example/\x1b]0;x\x07", color="red")
    (passed,) = OutputGuard().apply([Segment("banque.example", style)], Color(0, 0, 0))
    assert passed.text == "banque.example"
    assert passed.style is not None
    assert passed.style.link is None
    assert passed.style.color == style.color


def test_the_gate_leaves_ordinary_text_and_textuals_own_controls_alone() -> None:
    segments = [
        Segment("L’œuvre — « état » : 12\u202f000 F\u00a0; ▌●★ ≤ → │ سوق دوري 市场 👩"),
        Segment("", None, [(ControlType.HOME,)]),
    ]
    assert OutputGuard().apply(segments, Color(0, 0, 0)) == segments


def test_textual_still_asks_for_line_filters() -> None:
    # the gate stands on this: a Textual that no longer asks would open it without a word
    from textual import _styles_cache

    assert "get_line_filters()" in inspect.getsource(_styles_cache)
    assert "app.get_line_filters()" in inspect.getsource(Widget.get_line_filters)
