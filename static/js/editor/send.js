// One save: send the fields, and say in one word what became of them.
import { ask } from "./presence.js";

const form = document.querySelector("form.editor-text");
const KINDS = { 200: "saved", 400: "refused", 404: "gone" };

function post(fields, isDeliberate) {
  const body = new URLSearchParams(fields);
  for (const name of ["version", "base", "csrfmiddlewaretoken"]) body.append(name, form.elements[name].value);
  if (isDeliberate) body.append("deliberate", "1");
  return fetch(form.action, {
    method: "POST",
    body,
    redirect: "manual",
    headers: { Accept: "application/json" },
  });
}

// Return {kind: saved | refused | gone | overtaken | closed | signed-out | somebody-else | offline | broken, data}.
export async function send(fields, isDeliberate = false) {
  try {
    let answer = await post(fields, isDeliberate);
    if (answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) {
      const { state } = await ask();
      if (state !== "here") return { kind: state };
      answer = await post(fields, isDeliberate);
    }
    const isData = answer.headers.get("Content-Type")?.startsWith("application/json");
    const data = isData ? await answer.json() : {};
    if (isData && answer.status === 409) return { kind: data.is_overtaken ? "overtaken" : "closed", data };
    const kind = isData && KINDS[answer.status];
    return kind ? { kind, data } : { kind: "broken", data };
  } catch {
    return { kind: "offline" };
  }
}
