// Wakes a widget when a reader first touches it; until then the page loads nothing for it.
(() => {
  const base = new URL("../widgets/", document.currentScript.src);
  for (const element of document.querySelectorAll(".ln-widget")) {
    const wake = async (event) => {
      if (element.dataset.awake) return;
      element.dataset.awake = "1";
      try {
        const module = await import(new URL(`${element.dataset.widget}.js`, base));
        module.start(element, event.type !== "focusin");
      } catch {
        element.querySelector(".ln-widget-status").textContent = JSON.parse(element.dataset.words).failed;
      }
    };
    for (const kind of ["focusin", "input", "click"]) {
      element.querySelector("form").addEventListener(kind, wake);
    }
    element.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  }
})();
