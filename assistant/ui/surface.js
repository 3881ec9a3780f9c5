// Places markup made (and escaped) in Python; reports presses of [data-event]; keeps focus where the reader was.
const scrolled = new Set(), announced = new Set();

function live() {
  let region = document.getElementById("boussole-live");
  if (!region) {
    region = document.createElement("p");
    region.id = "boussole-live";
    region.setAttribute("role", "status");
    region.className = "b-hidden";
    (document.querySelector("main") || document.body).append(region);
  }
  return region;
}

// Brings an answer under the header, again as the page settles, unless the reader has moved.
function toTop(node) {
  let moved = false;
  for (const sign of ["wheel", "touchmove", "keydown", "pointerdown"])
    addEventListener(sign, () => { moved = true; }, { once: true, passive: true, capture: true });
  for (const wait of [0, 60, 250, 600])
    setTimeout(() => !moved && node.isConnected && node.scrollIntoView({ block: "start" }), wait);
}

// When the drawer closes, the citation that opened it has the focus again.
function returnFocus(selector, root) {
  let seen = false;
  const watch = new MutationObserver(() => {
    const open = document.querySelector("[role=dialog]");
    if (open) seen = true;
    else if (seen) {
      watch.disconnect();
      setTimeout(() => root.querySelector(selector)?.focus(), 50);
    }
  });
  watch.observe(document.body, { childList: true, subtree: true });
  setTimeout(() => seen || watch.disconnect(), 5000);
}

async function copy(button) {
  const text = button.dataset.value, label = button.textContent;
  try { await navigator.clipboard.writeText(text); }
  catch {
    const area = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(area); area.select(); document.execCommand("copy"); area.remove();
  }
  button.textContent = button.dataset.done;
  live().textContent = button.dataset.done;
  setTimeout(() => { button.textContent = label; }, 2000);
}

export default function ({ data, parentElement, setTriggerValue }) {
  let root = parentElement.querySelector(":scope > .b-root");
  if (!root) {
    root = document.createElement("div");
    root.className = "b-root";
    parentElement.append(root);
  }
  if (root.dataset.digest !== data.digest) {
    root.innerHTML = data.html;
    root.dataset.digest = data.digest;
  }
  root.onclick = (press) => {
    const button = press.target.closest("[data-event]");
    if (!button) return;
    const kind = button.dataset.event;
    if (kind === "copy") return copy(button);
    if (kind === "cite") returnFocus(`[data-key="${CSS.escape(button.dataset.key)}"]`, root);
    setTriggerValue("event", { kind, value: button.dataset.value });
  };
  if (data.scroll && !scrolled.has(data.digest)) { scrolled.add(data.digest); toTop(root); }
  if (data.announce && !announced.has(data.digest)) {
    announced.add(data.digest);
    const region = live();
    setTimeout(() => { region.textContent = data.announce; }, 150);
  }
}
