// [data-aloud="ID"] offers to read the text of an element aloud. Only with a voice that the device has itself: others send what
// they read to a server, and an agreement is nobody else's. Where there is none in the text's language, and without a script, the
// hint stays that somebody at the office reads it.
//
//   <div data-aloud="large"> <p data-aloud-hint> <div hidden> <button data-aloud-read> <button data-aloud-stop hidden> </div> </div>

const base = (tag) => tag.toLowerCase().replace("_", "-").split("-")[0];

// voiceFor prefers a voice of the same region or script, and takes any of the same language.
function voiceFor(language) {
  const own = speechSynthesis.getVoices().filter((v) => v.localService && base(v.lang) === base(language));
  const region = { "zh-hans": "cn", "zh-hant": "tw" }[language.toLowerCase()];
  return own.find((v) => region && v.lang.toLowerCase().endsWith(region)) ?? own[0];
}

// sentences keeps what is read at once short: some devices stop in a long text.
const sentences = (text) => text.split(/(?<=[。！？；.!?])\s*|\n+/u).map((s) => s.trim()).filter(Boolean);

function offer(box) {
  const text = document.getElementById(box.dataset.aloud);
  const language = text.closest("[lang]").lang;
  const [hint, tools] = [box.querySelector("[data-aloud-hint]"), box.querySelector("[data-aloud-tools]")];
  const [read, stop] = [box.querySelector("[data-aloud-read]"), box.querySelector("[data-aloud-stop]")];
  const show = () => {
    const can = Boolean(voiceFor(language));
    tools.hidden = !can;
    hint.hidden = can;
  };
  const silent = () => {
    const had = document.activeElement === stop;
    read.hidden = false;
    stop.hidden = true;
    if (had) read.focus();
  };
  read.addEventListener("click", () => {
    speechSynthesis.cancel();
    const parts = sentences(text.innerText);
    parts.forEach((part, i) => {
      const said = new SpeechSynthesisUtterance(part);
      said.voice = voiceFor(language);
      said.lang = language;
      said.rate = 0.9;
      if (i === parts.length - 1) said.addEventListener("end", silent);
      said.addEventListener("error", silent);
      speechSynthesis.speak(said);
    });
    read.hidden = true;
    stop.hidden = false;
    stop.focus();
  });
  stop.addEventListener("click", () => {
    speechSynthesis.cancel();
    silent();
  });
  addEventListener("pagehide", () => speechSynthesis.cancel());
  speechSynthesis.addEventListener?.("voiceschanged", show);
  show();
}

export function offerAloud() {
  if (!("speechSynthesis" in window) || !("SpeechSynthesisUtterance" in window)) return;
  for (const box of document.querySelectorAll("[data-aloud]")) offer(box);
}
