// What the person does in a guided session: presses buttons and keys, taps the stage, and changes the settings.

export class Input {
  #session;
  #stage = null;
  #actions = {
    start: () => this.#session.start.request(),
    "go-on": () => this.#session.goOn(),
    again: () => this.#session.startAgain(),
    "save-so-far": () => this.#session.saveSoFar(),
    "mark-worse": () => this.#session.stops.say("worse"),
    "mark-new": () => this.#session.stops.say("new_pain"),
    "take-back": () => this.#session.stops.takeBack(),
    "signs-apply": () => this.#session.signs.say("applies"),
    "signs-none": () => this.#session.signs.say("none"),
    settings: () => this.#stage.openSettings(this.#stage.part("drawer").hidden),
    "settings-done": () => this.#closeSettings(),
    test: () => {
      this.#session.sound.unlock();
      this.#session.sound.cue("move", "Roll right. Hold.");
    },
  };

  constructor(session) {
    this.#session = session;
  }

  listen(stage) {
    this.#stage = stage;
    stage.part("root").onclick = (event) => this.#click(event);
    stage.part("settings").oninput = () => this.#changeSettings();
    Object.assign(stage.part("dialog"), {
      onkeydown: (event) => this.#press(event),
      oncancel: (event) => event.preventDefault(),
      onclose: () => this.#drawStage(), // a browser may close it all the same
    });
  }

  // A button, or a tap anywhere on the stage while the person is to say when it goes on.
  #click(event) {
    const button = event.target.closest("button");
    if (button?.dataset.do) return this.#actions[button.dataset.do]();
    if (button) return this.#command(...button.dataset.engine.split(" "));
    const view = event.target.closest(".stage") && this.#session.engine?.view();
    if (view && !view.paused && (view.open || view.kind === "setup")) this.#command("primary");
  }

  #command(name, about) {
    this.#session.engine?.[name](about);
    this.#drawStage();
  }

  #drawStage() {
    if (this.#session.engine) this.#session.page.draw();
  }

  #press(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape") {
      event.preventDefault();
      return this.#stage.part("drawer").hidden ? this.#session.engine?.pause() : this.#closeSettings();
    }
    const button = this.#buttonOf(event);
    if (!button) return;
    event.preventDefault();
    button.click();
  }

  // A key is a press on the button that names it, where that is to be seen; letters only where they are wanted.
  #buttonOf(event) {
    const { key } = event, [focused] = event.composedPath();
    const isSpace = key === " ", isLetter = key.length === 1 && !isSpace;
    if (event.repeat || focused.matches("input, select, summary") || (isLetter && !this.#session.settings.letters)) {
      return null;
    }
    if (isSpace && focused.matches("button")) return null;
    const name = isSpace ? "Space" : isLetter ? key.toUpperCase() : key;
    const buttons = this.#stage.part("dialog").querySelectorAll(`[aria-keyshortcuts~="${CSS.escape(name)}"]:enabled`);
    return [...buttons].find((each) => each.getClientRects().length);
  }

  #changeSettings() {
    const stage = this.#stage;
    this.#session.changeSettings({
      sound: stage.root.querySelector('[name="guided-sound"]:checked').value,
      volume: Number(stage.part("volume").value),
      letters: stage.part("letters").checked,
      hold: Number(stage.part("hold").value) || null,
    });
  }

  #closeSettings() {
    this.#stage.openSettings(false);
    this.#stage.focus(this.#session.engine.view());
  }
}
