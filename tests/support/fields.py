"""Our own components in AppTest, which knows only Streamlit's: what they show, and an answer as a browser sends it."""

import json
from dataclasses import dataclass
from typing import Any

from streamlit.testing.v1 import AppTest


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
        states = self.app._tree.get_widget_states()
        sent = states.widgets.add()
        sent.id = self.id
        sent.json_value = json.dumps({"answers": {self.shown["name"]: {"is": value, "turn": self.shown["turn"] + 1}}})
        self.app._run(states)


def given(app: AppTest) -> list[tuple[str, dict[str, Any]]]:
    """What each component of the page was given, in order, by its id."""
    drawn = [element.proto for element in app.get("bidi_component")]
    return [(one.id, json.loads(one.json or one.mixed.json or "{}")) for one in drawn]


def fields(app: AppTest) -> list[Field]:
    """All of them, in order."""
    return [Field(app, name, shown) for name, data in given(app) for shown in data.get("fields", ())]


def cards(app: AppTest) -> dict[str, dict[str, Any]]:
    """The words of each exercise's card, by its title."""
    return {data["words"]["title"]: data["words"] for _, data in given(app) if "drawings" in data}


def field(app: AppTest, name: str) -> Field:
    """The one whose name begins like this."""
    return next(one for one in fields(app) if one.name.startswith(name))
