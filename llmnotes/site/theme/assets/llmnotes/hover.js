// Shows what a link leads to, and what a term means, beside it: on hover, on focus, and for terms on touch.
// Previews come as one small script a note, so that they also load from file://.
(() => {
  const DELAY = 280;
  const LINKS = ".wikilink:not(.ghost, .file), .ln-backlinks li > a, .ln-cards li > a, .ln-term dt a";
  const article = document.querySelector("article");
  if (!article) return;
  const root = new URL(`${document.body.dataset.base}/`, location.href);
  const asked = new Map();
  let pop;
  let owner = null; // the link whose box is open or about to open
  let timer = 0;

  const pageOf = (link) => {
    const url = new URL(link.href, location.href);
    if (url.protocol !== root.protocol || url.host !== root.host || !url.pathname.startsWith(root.pathname)) return null;
    const path = url.pathname.slice(root.pathname.length);
    if (!path.endsWith(".html") || path.endsWith(".canvas.html")) return null;
    return { url, path, anchor: decodeURIComponent(url.hash.slice(1)) };
  };

  const load = (path) => {
    if (!asked.has(path)) {
      asked.set(path, new Promise((resolve) => {
        const script = document.createElement("script");
        script.src = new URL(`assets/llmnotes/previews/${path}.js`, root);
        script.onload = () => resolve(globalThis.llmnotesPreviews?.[decodeURIComponent(path)]);
        script.onerror = () => resolve(undefined);
        document.head.append(script);
      }));
    }
    return asked.get(path);
  };

  const box = () => {
    if (pop) return pop;
    pop = document.createElement("div");
    pop.className = "ln-pop md-typeset";
    pop.id = "ln-pop";
    pop.setAttribute("role", "tooltip");
    pop.hidden = true;
    pop.addEventListener("pointerenter", () => clearTimeout(timer));
    pop.addEventListener("pointerleave", () => leave());
    document.body.append(pop);
    return pop;
  };

  const element = (name, text, css) => Object.assign(document.createElement(name), { textContent: text, className: css ?? "" });

  const showTerm = (link, withLink) => {
    const parts = [element("p", link.dataset.def)];
    if (withLink) {
      const more = element("a", link.textContent, "ln-pop-more");
      more.href = link.href;
      parts.push(more);
    }
    open(link, parts);
  };

  const showPreview = async (link) => {
    const place = pageOf(link);
    const found = place && (await load(place.path));
    if (!found || owner !== link) return;
    const html = found.parts[place.anchor] ?? found.parts[""];
    if (!html) return;
    const inside = document.createElement("div");
    inside.className = "ln-pop-text";
    if (found.lang) inside.lang = found.lang;
    inside.innerHTML = html; // made by the build like the page itself; the note cannot write scripts
    for (const [name, attribute] of [["a", "href"], ["img", "src"]]) {
      for (const one of inside.querySelectorAll(`${name}[${attribute}]`)) {
        one.setAttribute(attribute, new URL(one.getAttribute(attribute), place.url).href);
      }
    }
    for (const one of inside.querySelectorAll("a, summary, [tabindex]")) one.tabIndex = -1;
    open(link, [element("p", found.title, "ln-pop-title"), inside]);
  };

  const open = (link, parts) => {
    const frame = box();
    frame.replaceChildren(...parts);
    frame.classList.toggle("ln-pop-term", link.matches(".ln-def"));
    frame.hidden = false;
    frame.scrollTop = 0;
    link.setAttribute("aria-describedby", frame.id);
    place(link, frame);
  };

  // Below the link if there is room, else above it, and never beyond the window.
  const place = (link, frame) => {
    const rects = link.getClientRects();
    const at = rects[rects.length - 1] ?? link.getBoundingClientRect();
    const { offsetWidth: wide, offsetHeight: high } = frame;
    const gap = 6;
    const below = at.bottom + gap + high <= innerHeight || at.top - gap - high < 0;
    frame.style.left = `${Math.max(8, Math.min(at.left, document.documentElement.clientWidth - wide - 8))}px`;
    frame.style.top = `${below ? at.bottom + gap : at.top - gap - high}px`;
  };

  const close = () => {
    clearTimeout(timer);
    owner?.removeAttribute("aria-describedby");
    owner = null;
    if (pop) pop.hidden = true;
  };

  const enter = (link) => {
    if (owner === link) return clearTimeout(timer);
    close();
    owner = link;
    timer = setTimeout(() => (link.matches(".ln-def") ? showTerm(link) : showPreview(link)), DELAY);
    return undefined;
  };

  const leave = () => {
    clearTimeout(timer);
    timer = setTimeout(close, DELAY);
  };

  const linkAt = (event) => event.target.closest?.(`.ln-def, ${LINKS}`);

  article.addEventListener("pointerover", (event) => {
    const link = event.pointerType === "mouse" && linkAt(event);
    if (link) enter(link);
  });
  article.addEventListener("pointerout", (event) => {
    if (event.pointerType === "mouse" && owner && linkAt(event) === owner && !owner.contains(event.relatedTarget)) leave();
  });
  article.addEventListener("focusin", (event) => {
    const link = linkAt(event);
    if (link?.matches(":focus-visible")) enter(link);
  });
  article.addEventListener("focusout", (event) => {
    // A tap on the link in the box takes the focus there first: the box must stay for the click.
    if (linkAt(event) === owner && !pop?.contains(event.relatedTarget)) close();
  });
  // A finger cannot hover: the first tap on a term says what it means, its name in the box leads on.
  article.addEventListener("click", (event) => {
    const term = event.target.closest?.(".ln-def");
    const touched = event.pointerType ? event.pointerType !== "mouse" : matchMedia("(hover: none)").matches;
    if (!term || !touched || !event.detail) return;
    event.preventDefault();
    close();
    owner = term;
    showTerm(term, true);
  });
  document.addEventListener("pointerdown", (event) => {
    if (owner && !pop?.contains(event.target) && !owner.contains(event.target)) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && owner) close();
  });
  addEventListener("scroll", () => pop && !pop.hidden && close(), { passive: true });
})();
