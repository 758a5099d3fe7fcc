/* The search dialog: the theme's field and looks, one client for both engines.
   Nothing is loaded before the reader opens it. Texts of results are put together from text nodes. */
(function () {
  "use strict";

  const root = document.querySelector("[data-ab-search]");
  const toggle = document.getElementById("__search");
  const settings = document.getElementById("__config");
  if (!root || !toggle || !settings) return;

  const theme = JSON.parse(settings.textContent);
  const base = new URL(theme.base.replace(/\/?$/, "/"), location.href);
  const field = root.querySelector(".md-search__input");
  const told = root.querySelector(".md-search-result__meta");
  const list = root.querySelector(".md-search-result__list");
  const box = root.querySelector(".md-search__scrollwrap");
  const filters = root.querySelector(".ab-search-filters");

  const PAGES = 10; // results shown at a time
  const ANSWERS = 3; // answers shown of one page, before the fold
  const TEASER = 220; // characters
  const texts = JSON.parse(root.dataset.abWords || "{}"); // in another language than English
  const say = (text) => texts[text] || text;
  const LOOKS = { reported: say("Reported"), partly_reported: say("Partly reported"), not_reported: say("Not reported"), not_applicable: say("Does not apply") };
  const KINDS = { question: say("Question"), page: say("Page") };

  /* Results ---------------------------------------------------------------------------------- */

  /* The pieces around the first marked one, at most about TEASER characters. */
  function teaser(parts) {
    const first = Math.max(0, parts.findIndex((part) => part[1]));
    const before = parts.slice(0, first).map((part) => part[0]).join("");
    let skip = before.length > TEASER / 3 ? before.length - TEASER / 3 : 0;
    if (skip) skip += Math.max(0, before.slice(skip).search(/\s/)) + 1;
    const shown = [];
    let length = skip ? 2 : 0;
    if (skip) shown.push(["… ", false]);
    for (const [text, marked] of parts) {
      const rest = text.slice(Math.min(skip, text.length));
      skip -= text.length - rest.length;
      if (!rest) continue;
      if (length + rest.length > TEASER) {
        shown.push([rest.slice(0, Math.max(0, TEASER - length)).replace(/\s+\S*$/, "") + " …", marked]);
        break;
      }
      shown.push([rest, marked]);
      length += rest.length;
    }
    return shown;
  }

  function make(name, className, ...children) {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...children);
    return element;
  }

  function words(parts) {
    return parts.map(([text, marked]) => (marked ? make("mark", "", text) : text));
  }

  function symbol(status) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    svg.setAttribute("class", "ab-symbol");
    svg.setAttribute("aria-hidden", "true");
    svg.setAttribute("focusable", "false");
    use.setAttribute("href", `#ab-${status.replace("_", "-")}`);
    svg.append(use);
    return svg;
  }

  function link(href, className, ...children) {
    const element = make("a", "md-search-result__link", make("div", `md-search-result__article md-typeset ${className}`, ...children));
    element.href = href;
    return element;
  }

  function pageLink(page) {
    const title = make("p", "ab-found-title", ...words(page.title));
    const kind = KINDS[page.kind];
    const note = make("p", "ab-found-note", [kind, page.note].filter(Boolean).join(" · "));
    const parts = [title];
    if (kind || page.note) parts.push(note);
    const telling = page.kind !== "paper" || page.text.some((part) => part[1]);
    if (page.own && page.text.length && telling) parts.push(make("p", "ab-found-text", ...words(teaser(page.text))));
    return link(page.href, "ab-found-page", ...parts);
  }

  /* A title is "Question — Status": the status has a symbol, a colour and a text. */
  function hitLink(hit) {
    const heading = make("p", "ab-found-question");
    if (hit.status) {
      const whole = hit.title.map((part) => part[0]).join("");
      let left = whole.lastIndexOf(" — ");
      const name = [];
      for (const [text, marked] of hit.title) {
        if (left <= 0) break;
        name.push([text.slice(0, left), marked]);
        left -= text.length;
      }
      const look = make("span", `ab-status ab-${hit.status.replace("_", "-")}`, symbol(hit.status), LOOKS[hit.status]);
      heading.append(make("span", "", ...words(name)), make("span", "ab-hidden", " — "), look);
    } else {
      heading.append(...words(hit.title));
    }
    const text = hit.text.length ? [make("p", "ab-found-text", ...words(teaser(hit.text)))] : [];
    return link(hit.href, "ab-found-answer", heading, ...text);
  }

  function item(page) {
    const element = make("li", "md-search-result__item", pageLink(page));
    const shown = page.hits.slice(0, ANSWERS).map(hitLink);
    const folded = page.hits.slice(ANSWERS).map(hitLink);
    element.append(...shown);
    if (folded.length) {
      const summary = make("summary", "", make("div", "", say("# more on this page").replace("#", folded.length)));
      element.append(make("details", "md-search-result__more", summary, ...folded));
    }
    const best = page.best || !page.hits.length ? element.firstChild : shown[0];
    best.dataset.abBest = "";
    return element;
  }

  async function show(found, turn) {
    const pages = await found.next(PAGES);
    if (turn !== current) return;
    if (!list.children.length && !pages.length) {
      told.textContent = say("Nothing found");
      return;
    }
    list.append(...pages.map(item));
    const shown = list.querySelectorAll(".md-search-result__item").length;
    const more = found.left ? found.left() > 0 : shown < found.total;
    if (found.loose || (!more && shown < found.total)) told.textContent = more ? say("The first # results").replace("#", shown) : counted(shown);
    else told.textContent = counted(found.total);
    if (more) {
      const button = make("button", "ab-search-more", say("Show more"));
      button.type = "button";
      const place = make("li", "ab-search-more-item", button);
      button.addEventListener("click", async () => {
        button.disabled = true;
        const last = list.querySelector(".md-search-result__item:last-of-type") || place.previousElementSibling;
        place.remove();
        await show(found, turn);
        const next = last && last.nextElementSibling && last.nextElementSibling.querySelector("a");
        if (next) next.focus();
      });
      list.append(place);
    }
  }

  function counted(number) {
    return number === 1 ? say("1 result") : say("# results").replace("#", number.toLocaleString(document.documentElement.lang || "en"));
  }

  /* Dialog ----------------------------------------------------------------------------------- */

  const name = root.dataset.abSearch === "pagefind" ? "pagefind" : "builtin";
  // After this pause, in milliseconds, a word counts as typed: Pagefind loads all that begins with half a word.
  const PAUSE = { builtin: 120, pagefind: 300 }[name];
  let engine = null;
  let loaded = null;
  let current = 0;
  let last = null;

  function load() {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL("assets/search-engines.js", base);
      script.onload = resolve;
      script.onerror = () => reject(new Error("engines"));
      document.head.append(script);
    }).then(() => {
      engine = window.answerbookSearch[name](base, new URL(theme.search, location.href).href, LOOKS);
      return engine.load();
    });
  }

  function ready() {
    if (!loaded) {
      told.textContent = say("Loading the index …");
      loaded = load().then((facets) => {
        options(filters.querySelector("[name=question]"), facets.questions);
        options(filters.querySelector("[name=year]"), facets.years.map((year) => [year, year]));
        filters.hidden = false;
        if (!field.value.trim()) told.textContent = say("Type to search papers, questions and answers");
      });
      loaded.catch((error) => {
        told.textContent = error.message === "disk"
          ? say("This collection is too large to be searched from a disk: open it through a web server, for example with “answerbook serve”.")
          : say("The search index could not be loaded; reload the page to try again.");
      });
    }
    return loaded;
  }

  function options(select, values) {
    for (const [value, name] of values) select.append(new Option(name, value));
    select.hidden = values.length < 2;
  }

  /* The address holds the query while the dialog is open, and after a result was followed, so that Back returns to the
     results. */
  const address = window.answerbookAddress;
  let leaving = false;
  function tell(query, wanted) {
    if (!address) return;
    const said = { q: query };
    for (const name of Object.keys(wanted)) said[`q-${name}`] = query ? wanted[name] : "";
    address.set(said);
  }
  function chosen() {
    const wanted = {};
    for (const select of filters.querySelectorAll("select")) wanted[select.name] = select.value;
    return wanted;
  }

  async function run() {
    const wanted = chosen();
    const key = JSON.stringify([field.value.trim(), wanted]);
    if (key === last) return;
    last = key;
    tell(field.value.trim(), wanted);
    const turn = (current += 1);
    try {
      await ready();
    } catch (error) {
      return;
    }
    if (turn !== current) return;
    if (!field.value.trim()) {
      list.replaceChildren();
      list.dataset.abFor = "";
      told.textContent = say("Type to search papers, questions and answers");
      return;
    }
    const query = field.value;
    const found = await engine.search(query, wanted);
    if (turn !== current) return;
    list.replaceChildren();
    box.scrollTop = 0;
    await show(found, turn);
    if (turn === current) list.dataset.abFor = query;
  }

  function open() {
    if (!toggle.checked) toggle.click();
    ready().catch(() => {});
  }

  function close() {
    if (toggle.checked) toggle.click();
    if (root.contains(document.activeElement)) document.activeElement.blur();
  }

  let waiting = 0;
  field.addEventListener("focus", open);
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(run, PAUSE);
  });
  filters.addEventListener("change", run);
  field.form.addEventListener("submit", (event) => event.preventDefault());
  field.form.addEventListener("reset", () => {
    setTimeout(run);
    field.focus();
  });
  toggle.addEventListener("change", () => {
    if (toggle.checked && document.activeElement !== field) field.focus();
    if (toggle.checked || !leaving) tell(toggle.checked ? field.value.trim() : "", chosen());
  });
  root.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !root.contains(event.relatedTarget)) close();
  });
  list.addEventListener("click", (event) => {
    if (event.target.closest("a") && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      leaving = true;
      close();
      leaving = false;
    }
  });

  window.addEventListener("keydown", (event) => {
    const typing = event.target.closest && event.target.closest("input, select, textarea, [contenteditable]");
    if (!toggle.checked) {
      const asked = (event.key === "k" && (event.ctrlKey || event.metaKey)) ||
        (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey);
      if (asked) {
        event.preventDefault();
        field.focus();
        field.select();
      }
      return;
    }
    if (event.key === "Escape") {
      close();
    } else if (event.key === "Enter" && event.target === field) {
      event.preventDefault();
      const best = list.querySelector("[data-ab-best]");
      if (best) best.click();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.tagName !== "SELECT") {
      event.preventDefault();
      const stops = [field, ...list.querySelectorAll(".md-search-result__item > a, summary, details[open] a, button")];
      const at = Math.max(0, stops.indexOf(document.activeElement));
      const step = event.key === "ArrowDown" ? 1 : stops.length - 1;
      stops[(at + step) % stops.length].focus();
    }
  });

  const asked = new URLSearchParams(location.search).get("q");
  if (asked) {
    const before = new URLSearchParams(location.search);
    field.value = asked;
    field.focus();
    // The menus first: some of their entries come with the index.
    ready().catch(() => {}).then(() => {
      for (const select of filters.querySelectorAll("select")) select.value = before.get(`q-${select.name}`) || "";
      run();
    });
  }
})();
