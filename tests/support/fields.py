"""Our own components in AppTest, which knows only Streamlit's: what they show, and an answer as a browser sends it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import UnknownElement, Widget


class Component(Widget):
    """A component of ours as a widget of AppTest: with what a browser sends of it, for the next run of the page."""

    def __init__(self, drawn: UnknownElement, sent: object) -> None:
        self.id, self.type, self.sent = drawn.proto.id, drawn.type, sent
        super().__init__(drawn.proto, drawn.root)

    @property
    def value(self) -> object:
        """What the browser sends."""
        return self.sent

    @property
    def _widget_state(self) -> WidgetState:
        return WidgetState(id=self.id, json_value=json.dumps(self.sent))


@dataclass(frozen=True)
class Field:
    """One field as the page drew it; ``shown`` is what its component was given."""

    app: AppTest
    id: str
    shown: dict[str, Any]

    @property
    def name(self) -> str:
        """What is asked."""
        return str(self.shown["label"])

    @property
    def words(self) -> list[str]:
        """What can be chosen."""
        return list(self.shown["words"])

    @property
    def value(self) -> Any:
        """What stands there."""
        return self.shown["value"]

    def answer(self, value: object) -> None:
        """Press, or type, and let the page run; a button that was pressed right after goes with it."""
        answer(self.app, [(self, value)])


def answer(app: AppTest, answers: Iterable[tuple[Field, object]]) -> None:
    """Answer several fields, and let the page run once."""
    sent: dict[str, dict[str, object]] = {}
    for one, value in answers:
        sent.setdefault(one.id, {})[one.shown["name"]] = {"is": value, "turn": one.shown["turn"] + 1}
    for drawn in app.get("bidi_component"):
        if drawn.proto.id in sent:
            # AppTest sends what the widgets of its tree hold: this one is as good a place as any.
            children = drawn.root.main.children
            children[max(children) + 1] = Component(drawn, {"answers": sent[drawn.proto.id]})
    app.run()


def given(app: AppTest) -> list[tuple[str, dict[str, Any]]]:
    """What each component of the page was given, in order, by its id."""
    drawn = [element.proto for element in app.get("bidi_component")]
    return [(one.id, json.loads(one.json or one.mixed.json or "{}")) for one in drawn]


def fields(app: AppTest) -> list[Field]:
    """All of them, in order."""
    return [Field(app, name, shown) for name, data in given(app) for shown in data.get("fields", ())]


def cards(app: AppTest) -> dict[str, dict[str, Any]]:
    """The words of each exercise, on a card of its own or in Today's list, by its title."""
    words = [data["words"] for _, data in given(app) if "drawings" in data]
    words += [each for _, data in given(app) for each in data.get("exercises", ())]
    return {each["title"]: {part: text for part, text in each.items() if part != "picture"} for each in words}


def field(app: AppTest, name: str, form: str = "") -> Field:
    """The one whose name begins like this; in the form whose key holds ``form``."""
    return next(one for one in fields(app) if one.name.startswith(name) and form in one.shown["name"])
