// Warns before the session ends for being idle, and keeps the page with what was typed. Nothing is asked of
// the server until the person answers: waiting keeps no session alive.
import { onNews, post, renewFormTokens } from "./requests.js";

const WARN_SECONDS = 120;
const TICK = 1000;

export function keepSignedIn() {
  const dialog = document.getElementById("idle-dialog");
  if (!dialog) {
    return;
  }
  const part = (name) => dialog.querySelector(`[data-part="${name}"]`);
  const lasts = Number(dialog.dataset.idleMinutes) * 60;
  const warn = Math.min(WARN_SECONDS, lasts / 2);
  let seenAt = Date.now();
  let isOver = false;

  function show(over) {
    isOver = over;
    part("warning").hidden = over;
    part("over").hidden = !over;
    if (!dialog.open) {
      dialog.showModal();
    }
  }

  function tick() {
    const left = Math.round(lasts - (Date.now() - seenAt) / 1000);
    if (left <= 0) {
      if (!isOver) {
        show(true);
      }
    } else if (left <= warn) {
      part("left").textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      show(false);
    } else if (dialog.open && !isOver) {
      dialog.close();
    }
  }

  async function stay() {
    const answer = await post(dialog.dataset.stay).catch(() => null);
    if (answer?.ok) {
      dialog.close();
    } else if (answer) {
      show(true);
    }
  }

  async function comeBack() {
    if (isOver && (await renewFormTokens(dialog.dataset.token).catch(() => false))) {
      isOver = false;
      seenAt = Date.now();
      dialog.close();
    }
  }

  onNews((news) => {
    if (news === "seen") {
      seenAt = Date.now();
    }
  });
  part("stay").addEventListener("click", stay);
  part("close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    if (isOver) {
      dialog.close();
    } else {
      stay();
    }
  });
  window.addEventListener("focus", comeBack);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) {
      tick();
      comeBack();
    }
  });
  window.setInterval(tick, TICK);
}
