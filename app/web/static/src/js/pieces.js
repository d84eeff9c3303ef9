// A large file goes in pieces before its form is sent, and on from where it stopped after a break. Without this the
// form sends it whole.
import { formToken, post, tell } from "./requests.js";
import { markChanged, markSaved } from "./unsaved.js";

const WAITS = [1000, 2000, 4000];
const ARRIVED = "file-arrived";
const later = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });

const FOR_GOOD = [403, 404, 413, 422];

// What the tracker said no to, and whether sending again could help.
class Refused extends Error {
  constructor(text, status) {
    super(text);
    this.isForGood = FOR_GOOD.includes(status);
    this.mayPass = status >= 500;
  }
}
class Stopped extends Error {}

const hashed = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
const inHex = (bytes) => [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");

async function fingerprintOf(file, piece) {
  const hashes = [];
  for (let from = 0; from < file.size; from += piece) {
    hashes.push(await hashed(await file.slice(from, from + piece).arrayBuffer()));
  }
  return inHex(await hashed(await new Blob(hashes).arrayBuffer()));
}

async function answered(answer) {
  if (answer.ok) {
    return answer.json();
  }
  const said = await answer.json().catch(() => ({}));
  throw new Refused(said.error ?? "", answer.status);
}

function startOn(block) {
  const form = block.closest("form");
  const field = form.querySelector('input[type="file"]');
  const part = (name) => block.querySelector(`[data-part="${name}"]`);
  const [piece, most] = [Number(block.dataset.piece), Number(block.dataset.most)];
  let stopping = null;
  let submitter = null;

  const say = (text, percent = null) => {
    block.hidden = false;
    part("said").textContent = percent === null ? text : text.replace("{percent}", percent);
    if (percent !== null) {
      part("bar").value = percent;
    }
  };

  const begin = async (file, fingerprint) => {
    const asked = new FormData();
    const { ground, code, target } = block.dataset;
    Object.entries({ ground, code, target, name: file.name, size: file.size, fingerprint }).forEach(([name, value]) => asked.set(name, value));
    return answered(await post(block.dataset.pieces, asked));
  };

  const sendPiece = async (file, upload, offset, signal) => {
    const bytes = await file.slice(offset, offset + piece).arrayBuffer();
    const answer = await fetch(`${block.dataset.pieces}/${upload}?offset=${offset}`, {
      method: "POST",
      body: bytes,
      headers: {
        "X-Requested-With": "tracker",
        "X-CSRFToken": formToken(),
        "X-Piece": inHex(await hashed(bytes)),
        "Content-Type": "application/octet-stream",
        Accept: "application/json",
      },
      credentials: "same-origin",
      signal,
    });
    const said = await answered(answer);
    tell("seen");
    return said;
  };

  // Each step is tried again after a while; what has moved on counts anew.
  const patiently = async (step, signal) => {
    for (let tried = 0; ; tried += 1) {
      try {
        const done = await step();
        if (!signal.aborted) {
          return done;
        }
      } catch (error) {
        if (!signal.aborted && ((error instanceof Refused && !error.mayPass) || tried === WAITS.length)) {
          throw error;
        }
      }
      if (signal.aborted) {
        throw new Stopped();
      }
      await later(WAITS[tried]);
    }
  };

  // One file, whole; `moved` hears how many bytes of it are there. Gives the key of its upload.
  const sendFile = async (file, signal, moved) => {
    const fingerprint = await fingerprintOf(file, piece);
    let state = await patiently(() => begin(file, fingerprint), signal);
    while (!state.whole) {
      const { upload, received } = state;
      moved(received);
      state = await patiently(() => sendPiece(file, upload, received, signal), signal);
    }
    return state.upload;
  };

  const handOver = (uploads) => {
    form.querySelectorAll(`input[name="${ARRIVED}"]`).forEach((one) => one.remove());
    uploads.forEach((value) => form.append(Object.assign(document.createElement("input"), { type: "hidden", name: ARRIVED, value })));
    field.value = "";
    markSaved(form);
    form.requestSubmit(submitter);
  };

  const send = async () => {
    const files = [...field.files];
    const all = files.reduce((sum, file) => sum + file.size, 0);
    stopping = new AbortController();
    const { signal } = stopping;
    let [before, percent] = [0, 0];
    part("resume").hidden = true;
    part("stop").hidden = false;
    say(block.dataset.reading, 0);
    try {
      const uploads = [];
      for (const file of files) {
        uploads.push(await sendFile(file, signal, (received) => {
          percent = Math.floor(((before + received) * 100) / all);
          say(block.dataset.sending, percent);
        }));
        before += file.size;
      }
      say(block.dataset.whole, 100);
      part("stop").hidden = true;
      stopping = null;
      handOver(uploads);
    } catch (error) {
      stopping = null;
      part("stop").hidden = true;
      if (error instanceof Refused && error.message) {
        say(error.message);
      } else {
        say(error instanceof Stopped ? block.dataset.stopped : block.dataset.broken, percent);
      }
      part("resume").hidden = Boolean(error.isForGood);
      if (!part("resume").hidden) {
        part("resume").focus();
      }
    }
  };

  // A button with a name asks for something else than to send the file.
  form.addEventListener("submit", (event) => {
    const files = [...field.files];
    if (stopping) {
      event.preventDefault();
    } else if (!event.submitter?.name && files.length <= most && files.some((file) => file.size > piece)) {
      event.preventDefault();
      submitter = event.submitter;
      setTimeout(() => markChanged(form)); // after those who took it as sent
      send();
    }
  });
  field.addEventListener("change", () => { block.hidden = true; });
  part("resume").addEventListener("click", send);
  part("stop").addEventListener("click", () => stopping?.abort());
  form.querySelectorAll("[data-forget]").forEach((button) => button.addEventListener("click", async () => {
    if ((await post(button.dataset.forget)).ok) {
      button.closest("p").remove();
      field.focus();
    }
  }));
}

export function start() {
  if (crypto.subtle) {
    document.querySelectorAll("[data-pieces]").forEach(startOn);
  }
}
