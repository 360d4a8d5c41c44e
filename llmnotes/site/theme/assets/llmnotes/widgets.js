// Wakes a widget when a reader first touches it; until then the page loads nothing for it.
(() => {
  const base = new URL("../widgets/", document.currentScript.src);
  for (const element of document.querySelectorAll(".ln-widget")) {
    const form = element.querySelector("form");
    let asleep = true;
    let touched = null; // what was changed or pressed before the script was there
    const wake = async (event) => {
      if (event.type !== "focusin") touched = event.target;
      if (!asleep) return;
      asleep = false;
      try {
        const { start } = await import(new URL(`${element.dataset.widget}.js`, base));
        for (const kind of KINDS) form.removeEventListener(kind, wake);
        start(element);
        if (touched?.localName === "button") touched.click();
        else touched?.dispatchEvent(new Event("input", { bubbles: true }));
      } catch {
        const { failed } = JSON.parse(element.dataset.words);
        element.querySelector(".ln-widget-status").textContent = failed;
      }
    };
    const KINDS = ["focusin", "input", "click"];
    for (const kind of KINDS) form.addEventListener(kind, wake);
    form.addEventListener("submit", (event) => event.preventDefault());
  }
})();
