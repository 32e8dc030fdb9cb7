// Who else is here, and whether somebody has saved a newer text: a request every 20 seconds while the page is seen.
import { clock, message } from "./messages.js";

const EVERY = 20_000;
const editor = document.getElementById("editor");
const form = document.querySelector("form.editor-text");

// Return {state: "here" | "signed-out" | "somebody-else" | "offline", data}. The form gets a fresh token.
export async function ask(method = "GET") {
  let answer;
  try {
    answer = await fetch(editor.dataset.presence, {
      method,
      redirect: "manual",
      cache: "no-store",
      headers: { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    });
  } catch {
    return { state: "offline" };
  }
  if (!answer.ok) {
    const isOut = answer.type === "opaqueredirect" || [401, 403].includes(answer.status);
    return { state: isOut ? "signed-out" : "offline" };
  }
  const data = await answer.json();
  if (String(data.user) !== editor.dataset.user) return { state: "somebody-else" };
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = data.token;
  return { state: "here", data };
}

function show(others) {
  const lines = others.map(({ name, since }) => message("editing", { name, time: clock(since) }));
  const place = document.getElementById("others");
  const now = [...place.children].map((line) => line.textContent);
  if (JSON.stringify(now) === JSON.stringify(lines)) return;
  place.replaceChildren(
    ...lines.map((line) => Object.assign(document.createElement("span"), { textContent: line })),
  );
}

export function start(onAnswer) {
  async function beat() {
    if (document.hidden) return;
    let { state, data } = await ask("POST");
    if (state === "signed-out") ({ state, data } = await ask()); // the token may only have been an old one
    if (data) show(data.others);
    onAnswer(state, data);
  }
  beat();
  setInterval(beat, EVERY);
  document.addEventListener("visibilitychange", beat);
}
