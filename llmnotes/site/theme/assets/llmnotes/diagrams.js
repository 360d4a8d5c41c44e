// Draws the diagrams of this page, in the colours of the theme. Where drawing fails, the source stays.
(() => {
  const blocks = [...document.querySelectorAll(".ln-diagram")];
  if (!blocks.length) return;
  const sources = blocks.map((block) => block.textContent);
  let drawn = 0;

  const draw = async () => {
    const dark = document.body.dataset.mdColorScheme === "slate";
    mermaid.initialize({
      startOnLoad: false,
      securityLevel: "strict",
      theme: dark ? "dark" : "neutral",
      fontFamily: getComputedStyle(document.body).fontFamily,
    });
    for (const [i, block] of blocks.entries()) {
      try {
        const { svg } = await mermaid.render(`diagram-${(drawn += 1)}`, sources[i]);
        const figure = document.createElement("div");
        figure.className = "ln-diagram";
        figure.setAttribute("role", "img");
        figure.setAttribute("aria-label", block.dataset.label);
        figure.dataset.label = block.dataset.label;
        figure.innerHTML = svg;
        block.replaceWith(figure);
        blocks[i] = figure;
      } catch {
        document.getElementById(`ddiagram-${drawn}`)?.remove();
      }
    }
  };

  const script = document.createElement("script");
  script.src = `${document.body.dataset.base}/assets/llmnotes/mermaid.js`;
  script.onload = () => {
    draw();
    const watched = { attributeFilter: ["data-md-color-scheme"] };
    new MutationObserver(draw).observe(document.body, watched);
  };
  document.head.append(script);
})();
