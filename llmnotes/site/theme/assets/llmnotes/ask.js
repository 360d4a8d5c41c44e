// Wakes the page for questions when somebody asks one, by the form or by the address (?q=…).
(() => {
  const root = document.querySelector(".ln-ask[data-words]");
  if (!root) return;
  const form = root.querySelector("form");
  const page = new URL("../ask/page.js", document.currentScript.src);
  let asking = null;
  const ask = async () => {
    if (!form.elements.q.value.trim()) return;
    try {
      asking ??= import(page).then(({ start }) => start(root));
      (await asking).ask();
    } catch {
      asking = null;
      root.querySelector(".ln-ask-status").textContent = JSON.parse(root.dataset.words).failed;
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  form.addEventListener("input", () => asking?.then((one) => one.showNumbers()));
  const asked = new URLSearchParams(globalThis.llmnotesAsked);
  for (const [name, value] of asked) {
    const field = form.elements[name];
    if (field) field.value = value;
  }
  if (asked.get("q")) ask();
})();
