// Saving while typing, and by the button. What is not saved yet is marked, kept in the browser, and tried again.
import { fieldsOf, same } from "./fields.js";
import { drop, keep, PAGE } from "./local-copies.js";
import { announce, clock, message } from "./messages.js";
import { takeOthers } from "./others.js";
import { send } from "./send.js";

const PAUSE = 3_000;
const LONGEST = 10_000;
const BACK_OFF = [2_000, 4_000, 8_000, 15_000, 30_000, 60_000];
const TRIED_AGAIN = new Set(["offline", "broken", "signed-out", "somebody-else"]);
const FINAL = new Set(["overtaken", "closed", "gone"]);

function newTab(href, textContent) {
  return Object.assign(document.createElement("a"), { href, textContent, target: "_blank" });
}

export class Saver {
  constructor(form, onSaved) {
    this.form = form;
    this.onSaved = onSaved;
    this.saved = fieldsOf(form);
    this.isUnsure = Boolean(document.querySelector(".errornote"));
    this.unanswered = null; // what was sent, and may or may not have arrived
    this.tries = 0;
    this.last = {
      saved_at: document.querySelector("#saved time")?.dateTime,
      problems: document.getElementById("problems").innerHTML,
    };
    this.state = "saved";
  }

  get isUnsaved() {
    return this.isUnsure || this.unanswered !== null || !same(this.saved, fieldsOf(this.form));
  }

  // Something was typed.
  note() {
    this.since ??= Date.now();
    clearTimeout(this.copying);
    this.copying = setTimeout(() => this.keep(), 300);
    if (FINAL.has(this.state)) return;
    if (!TRIED_AGAIN.has(this.state) && this.isUnsaved) this.show("unsaved");
    this.plan(Math.max(0, Math.min(PAUSE, this.since + LONGEST - Date.now())));
  }

  keep() {
    clearTimeout(this.copying);
    const { version, base } = this.form.elements;
    if (this.isUnsaved) keep(version.value, fieldsOf(this.form), base.value);
    else drop();
  }

  plan(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  async save(isDeliberate = false) {
    clearTimeout(this.timer);
    if (this.running) {
      await this.running;
      return isDeliberate ? this.save(true) : undefined;
    }
    if (FINAL.has(this.state)) return undefined;
    if (!isDeliberate && !this.isUnsaved) {
      // What was typed has been taken back again.
      this.since = undefined;
      if (this.state === "refused") this.showProblems(this.last.problems);
      if (this.state === "refused" || this.state === "unsaved") this.show("saved", this.last);
      return undefined;
    }
    this.running = this.exchange(isDeliberate);
    await this.running;
    this.running = null;
    return this.state === "saved";
  }

  async exchange(isDeliberate) {
    this.keep();
    // What got no answer goes first, as it was: if it had arrived, nothing changes, and its version is answered.
    const fields = this.unanswered ?? fieldsOf(this.form);
    if (this.state === "saved" || this.state === "unsaved") this.show("saving");
    const { kind, data } = await send(fields, isDeliberate && !this.unanswered);
    this.unanswered = kind === "offline" || kind === "broken" ? fields : null;
    if (kind === "saved") this.settle(fields, data);
    else if (TRIED_AGAIN.has(kind)) {
      this.plan(BACK_OFF[Math.min(this.tries, BACK_OFF.length - 1)]);
      this.tries += 1;
    } else if (kind === "refused") {
      this.since = undefined;
      // What was corrected while the answer was under way is sent as well.
      if (!same(fields, fieldsOf(this.form))) this.plan(PAUSE);
    }
    if (data?.problems !== undefined) this.showProblems(data.problems);
    if (kind === "refused") this.mark();
    if (kind !== "saved") this.show(kind, data);
  }

  // What the user had opened stays open.
  showProblems(problems) {
    for (const field of this.form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
    const list = document.getElementById("problems");
    const wasOpen = [...list.querySelectorAll("details")].map((details) => details.open);
    list.innerHTML = problems;
    for (const [place, details] of list.querySelectorAll("details").entries()) details.open ||= wasOpen[place] ?? false;
  }

  settle(fields, data) {
    drop();
    const { version, base } = this.form.elements;
    const stored = takeOthers(this.form.elements, fields, data, JSON.parse(base.value || "{}"));
    version.value = data.version;
    base.value = JSON.stringify(stored.base);
    Object.assign(this, { saved: stored.fields, isUnsure: false, tries: 0, since: undefined, last: data });
    this.show("saved", data);
    if (this.isUnsaved) {
      this.keep();
      this.show("unsaved");
      this.plan(PAUSE);
    }
    this.onSaved(data);
  }

  // Each field that keeps the text from being stored says so where it stands.
  mark() {
    for (const { hash } of document.querySelectorAll("#problems a")) {
      document.getElementById(hash.slice(1))?.setAttribute("aria-invalid", "true");
    }
  }

  show(state, data = {}) {
    const mark = document.getElementById("saved");
    const trouble = document.getElementById("trouble");
    const isTrouble = TRIED_AGAIN.has(state) || FINAL.has(state) || state === "refused";
    this.state = state;
    const time = state === "saved" ? clock(data.saved_at ?? Date.now()) : "";
    const short = message(isTrouble ? "unsaved" : state, { time });
    if (mark.textContent.trim() !== short) mark.textContent = short;
    const reason = isTrouble ? ((state !== "gone" && data.reason) || message(state)) : "";
    if (trouble.dataset.reason === reason) return;
    trouble.dataset.reason = reason;
    trouble.hidden = !reason;
    trouble.replaceChildren(reason, ...this.ways(state));
  }

  // What the user can do about it.
  ways(state) {
    if (state === "overtaken") {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "button default", textContent: message("compare") });
      button.addEventListener("click", () => {
        this.isLeaving = true;
        const copy = document.createElement("input");
        this.form.append(Object.assign(copy, { type: "hidden", name: "kept", value: PAGE }));
        this.form.submit();
      });
      return [" ", button];
    }
    if (state === "refused") {
      const link = document.querySelector("#problems a");
      if (!link) return [];
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "button", textContent: message("mend") });
      // The list may have changed since: it is looked up again.
      button.addEventListener("click", () => document.querySelector("#problems a")?.click());
      return [" ", button];
    }
    const { login, history } = document.getElementById("editor").dataset;
    if (state === "signed-out" || state === "somebody-else") return [" ", newTab(login, message("sign-in"))];
    return state === "gone" ? [" ", newTab(history, message("history"))] : [];
  }
}

export function start(saver) {
  const { form } = saver;
  form.addEventListener("input", () => saver.note());
  form.addEventListener("change", () => saver.note());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await saver.save(true)) announce(document.getElementById("saved").textContent);
    else if (saver.state === "refused") document.querySelector("#problems a")?.focus();
  });
  for (const again of ["online", "focus"]) {
    window.addEventListener(again, () => {
      if (TRIED_AGAIN.has(saver.state)) saver.save();
    });
  }
  window.addEventListener("pagehide", () => saver.keep());
  window.addEventListener("beforeunload", (event) => {
    const pasted = document.querySelector("#paste[open] textarea")?.value.trim();
    if ((saver.isUnsaved || pasted) && !saver.isLeaving) event.preventDefault();
  });
  // A step asks about what is stored: store it first.
  for (const step of document.querySelectorAll("[data-step]")) {
    step.addEventListener("click", async (event) => {
      if (!saver.isUnsaved) return;
      event.preventDefault();
      if (await saver.save(true)) location.href = step.href;
    });
  }
}
