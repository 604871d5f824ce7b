// The sound of the guided session: spoken cues by a voice of this device, else tones, else nothing.

const TONES = Object.freeze({
  tick: [[880, 0, 0.08]],
  move: [[440, 0, 0.18], [660, 0.18, 0.22]], // rising
  hold: [[660, 0, 0.5]], // steady
  return: [[660, 0, 0.18], [440, 0.18, 0.22]], // falling
  done: [[523, 0, 0.15], [659, 0.15, 0.15], [784, 0.3, 0.35]],
  stop: [[330, 0, 0.25], [220, 0.25, 0.45]],
});

// settings: {sound: "voice" | "tones" | "silent", volume: 0 to 100}, read anew at each cue.
export class Sound {
  #settings;
  #synth = globalThis.speechSynthesis;
  #audio = null;

  constructor(settings) {
    this.#settings = settings;
  }

  // What is heard with these settings on this device.
  get kind() {
    const { sound } = this.#settings;
    return sound === "voice" && this.#voice === null ? "tones" : sound;
  }

  // Only a voice that works on the device: another one would send the text to a company's server.
  get #voice() {
    const voices = this.#synth?.getVoices() ?? [];
    const usable = voices.filter((voice) => voice.localService === true && /^en\b/i.test(voice.lang));
    return usable.find((voice) => /^en[-_]GB/i.test(voice.lang)) ?? usable[0] ?? null;
  }

  // Browsers allow sound only after a touch or a key; called from one.
  unlock() {
    const Context = globalThis.AudioContext ?? globalThis.webkitAudioContext;
    if (this.#audio === null && Context) this.#audio = new Context();
    this.#audio?.resume().catch(() => {});
  }

  // name: which tone stands for it; text: what is said. Words without a tone of their own are spoken only.
  cue(name, text) {
    const how = this.#settings.volume > 0 ? this.kind : "silent";
    if (how === "voice") this.#speak(text);
    if (how === "tones" && name !== null) this.#beep(name);
  }

  hush() {
    this.#synth?.cancel();
  }

  #beep(name) {
    const audio = this.#audio;
    if (audio === null) return;
    const loudness = Math.max(0.0001, (this.#settings.volume / 100) * 0.5);
    for (const [pitch, after, length] of TONES[name]) {
      const tone = audio.createOscillator(), gain = audio.createGain();
      const from = audio.currentTime + after;
      tone.frequency.value = pitch;
      gain.gain.setValueAtTime(0.0001, from);
      gain.gain.exponentialRampToValueAtTime(loudness, from + 0.02);
      gain.gain.exponentialRampToValueAtTime(0.0001, from + length);
      tone.connect(gain).connect(audio.destination);
      tone.start(from);
      tone.stop(from + length + 0.02);
    }
  }

  #speak(text) {
    const synth = this.#synth;
    if (synth.speaking || synth.pending) synth.cancel(); // a cue that comes late is worse than none
    const words = new SpeechSynthesisUtterance(text);
    words.voice = this.#voice;
    words.lang = words.voice.lang;
    words.volume = this.#settings.volume / 100;
    synth.speak(words);
  }
}
