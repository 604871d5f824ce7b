// The sound of the guided session: spoken cues by a voice of this device, else tones, else nothing.

const TONES = Object.freeze({
  tick: [[880, 0, 0.08]],
  move: [[440, 0, 0.18], [660, 0.18, 0.22]], // rising
  hold: [[660, 0, 0.5]], // steady
  return: [[660, 0, 0.18], [440, 0.18, 0.22]], // falling
  done: [[523, 0, 0.15], [659, 0.15, 0.15], [784, 0.3, 0.35]],
  stop: [[330, 0, 0.25], [220, 0.25, 0.45]],
});

// Only a voice that works on the device: another one would send the text to a company's server.
function localVoice() {
  const voices = globalThis.speechSynthesis?.getVoices() ?? [];
  const usable = voices.filter((voice) => voice.localService === true && /^en\b/i.test(voice.lang));
  return usable.find((voice) => /^en[-_]GB/i.test(voice.lang)) ?? usable[0] ?? null;
}

function speak(text, volume) {
  const synth = globalThis.speechSynthesis;
  if (synth.speaking || synth.pending) synth.cancel(); // a cue that comes late is worse than none
  const words = new SpeechSynthesisUtterance(text);
  words.voice = localVoice();
  words.lang = words.voice.lang;
  words.volume = volume / 100;
  synth.speak(words);
}

function beep(audio, name, volume) {
  const loudness = Math.max(0.0001, (volume / 100) * 0.5);
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

// settings: {sound: "voice" | "tones" | "silent", volume: 0 to 100}, read anew at each cue.
export function makeSound(settings) {
  let audio = null;

  // What is heard with these settings on this device.
  const kind = () => (settings.sound === "voice" && localVoice() === null ? "tones" : settings.sound);

  // Browsers allow sound only after a touch or a key; called from one.
  function unlock() {
    const Context = globalThis.AudioContext ?? globalThis.webkitAudioContext;
    if (audio === null && Context) audio = new Context();
    audio?.resume().catch(() => {});
  }

  // name: which tone stands for it; text: what is said. Words without a tone of their own are spoken only.
  function cue(name, text) {
    const how = settings.volume > 0 ? kind() : "silent";
    if (how === "voice") speak(text, settings.volume);
    if (how === "tones" && name !== null && audio !== null) beep(audio, name, settings.volume);
  }

  const hush = () => globalThis.speechSynthesis?.cancel();
  return { cue, hush, unlock, kind };
}
