// Requests of the page's own scripts: marked as such, with the form token. Each tells the other windows that
// the person is there.
const channel = "BroadcastChannel" in window ? new BroadcastChannel("tracker") : null;
const heard = new Set();

channel?.addEventListener("message", (event) => heard.forEach((listener) => listener(event.data)));

export function onNews(listener) {
  heard.add(listener);
}

export function tell(news) {
  channel?.postMessage(news);
  heard.forEach((listener) => listener(news));
}

export function formToken() {
  return document.querySelector('input[name="csrf_token"]')?.value ?? "";
}

export async function post(url, body = new FormData()) {
  const answer = await fetch(url, {
    method: "POST",
    body,
    headers: { "X-Requested-With": "tracker", "X-CSRFToken": formToken(), Accept: "text/html, application/json" },
    credentials: "same-origin",
    redirect: "follow",
  });
  if (answer.ok) {
    tell("seen");
  }
  return answer;
}

// A form token that fits the present session, after signing in again in another window.
export async function renewFormTokens(url) {
  const answer = await fetch(url, { headers: { "X-Requested-With": "tracker" }, cache: "no-store" });
  if (!answer.ok) {
    return false;
  }
  const { token } = await answer.json();
  document.querySelectorAll('input[name="csrf_token"]').forEach((field) => { field.value = token; });
  return true;
}
