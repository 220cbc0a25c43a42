// On a comparison: n and p go from change to change, ] and [ to the comparison after and before.
"use strict";
const changes = [...document.querySelectorAll("[data-change]")];
const panel = document.querySelector(".keys");
const button = panel.querySelector("button");
let at = -1;
let on = localStorage.getItem("keys") !== "off";

function say() {
  button.textContent = on ? "Keys are on" : "Keys are off";
  button.setAttribute("aria-pressed", String(on));
}

function go(to) {
  if (to < 0 || to >= changes.length) return;
  at = to;
  changes[at].focus({ preventScroll: true });
  changes[at].scrollIntoView({ block: "center" });
}

function follow(rel) {
  const link = document.querySelector(`nav a[rel="${rel}"]`);
  if (link) link.click();
}

const acts = { n: () => go(at + 1), p: () => go(at - 1), "]": () => follow("next"), "[": () => follow("prev") };

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea");
  if (!on || typing || event.ctrlKey || event.metaKey || (event.altKey && !"[]".includes(event.key))) return;
  const act = acts[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});
button.addEventListener("click", () => {
  on = !on;
  localStorage.setItem("keys", on ? "on" : "off");
  say();
});
say();
panel.hidden = false;
