/* A paper's PDF, opened at its quotes. The page is whole without it: a list of quotes, each with a picture of
   its place. From a disk, where browsers load neither modules nor PDF files, it stays that. */
(function () {
  "use strict";

  var MAX_DRAWN = 6; /* drawn pages at once: one takes about 8 MB */
  var MAX_PIXELS = 16e6; /* pixels of a page */
  var NARROW = 640; /* below this many pixels, a page is enlarged until the column of a quote fills the width */
  var ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3];

  var body = document.body;
  var quotes = Array.prototype.map.call(document.querySelectorAll(".quotes li"), function (item) {
    return { item: item, link: item.querySelector(".goto"), lines: linesOf(item.dataset.lines) };
  });
  var pages = []; /* each: element, number, ratio (height to width), drawn, task */
  var book, library, view, told, back, on;
  var now = -1;
  var zoom = 1;

  if (!window.IntersectionObserver || !/^https?:$/.test(location.protocol)) return;
  var base = new URL(body.dataset.scripts, location.href).href;
  import(base + "pdf.min.js").then(function (found) {
    library = found;
    library.GlobalWorkerOptions.workerSrc = base + "pdf.worker.min.js";
    /* The page's policy lets no WebAssembly run. */
    return library.getDocument({ url: body.dataset.file, useWasm: false, enableXfa: false }).promise;
  }).then(function (found) {
    book = found;
    return book.getPage(1);
  }).then(start).catch(function (error) {
    body.classList.remove("ready");
    console.warn("The PDF cannot be shown here: " + error.message);
  });

  /* A text of the interface in the language of the site; each # stands for one of the values that follow. */
  function say(text) {
    var values = [].slice.call(arguments, 1);
    return ((window.answerbookSays || {})[text] || text).replace(/#/g, function () { return values.shift(); });
  }

  function linesOf(text) {
    return text.split(";").map(function (line) {
      var n = line.split(",").map(Number);
      return { page: n[0], left: n[1], top: n[2], right: n[3], bottom: n[4] };
    });
  }

  function made(tag, name, text) {
    var element = document.createElement(tag);
    if (name) element.className = name;
    if (text) element.textContent = text;
    return element;
  }

  function button(text, label, act) {
    var element = made("button", "", text);
    element.type = "button";
    element.setAttribute("aria-label", label);
    element.addEventListener("click", act);
    return element;
  }

  /* The page ----------------------------------------------------------------------------------- */

  function start(first) {
    var size = first.getViewport({ scale: 1 });
    var bar = made("div", "bar");
    told = made("span", "told");
    told.setAttribute("role", "status");
    back = button("\u2039", say("Previous quote"), function () { select(now < 0 ? 0 : now - 1); });
    on = button("\u203A", say("Next quote"), function () { select(now + 1); });
    bar.append(back, told, on, button("\u2212", say("Smaller"), function () { enlarge(-1); }), button("+", say("Larger"), function () { enlarge(1); }));
    view = made("section", "pages");
    view.tabIndex = 0;
    view.setAttribute("aria-label", say("The PDF"));
    for (var n = 1; n <= book.numPages; n++) {
      var element = made("div", "page");
      element.setAttribute("role", "group");
      element.setAttribute("aria-label", say("Page #", n));
      view.append(element);
      pages.push({ element: element, number: n, ratio: size.height / size.width, drawn: false, task: null });
    }
    var holder = made("div", "viewer");
    holder.append(bar, view);
    document.querySelector("main").append(holder);
    body.classList.add("ready");
    pages.forEach(mark);
    lay();
    var observer = new IntersectionObserver(seen, { root: view, rootMargin: "50% 0%" });
    pages.forEach(function (page) { observer.observe(page.element); });
    var waiting = 0;
    window.addEventListener("resize", function () {
      clearTimeout(waiting);
      waiting = setTimeout(function () { lay(); redraw(); }, 150);
    });
    quotes.forEach(function (quote, number) {
      quote.link.addEventListener("click", function (event) {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        select(number);
      });
    });
    document.querySelector(".quotes").addEventListener("keydown", function (event) {
      var step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || !event.target.matches(".goto")) return;
      event.preventDefault();
      select(now + step);
      if (quotes[now]) quotes[now].link.focus();
    });
    window.addEventListener("hashchange", fromAddress);
    tell();
    fromAddress();
  }

  function fromAddress() {
    var id = decodeURIComponent(location.hash.slice(1));
    var target = id && document.getElementById(id);
    var item = target && target.closest(".quotes li");
    quotes.forEach(function (quote, number) { if (quote.item === item && number !== now) select(number); });
  }

  function tell() {
    var quote = quotes[now];
    told.textContent = quote ? say("Quote # of #, page #", now + 1, quotes.length, quote.lines[0].page) : say(quotes.length === 1 ? "# quote" : "# quotes", quotes.length);
    back.disabled = now <= 0;
    on.disabled = now >= quotes.length - 1;
  }

  /* A quote ------------------------------------------------------------------------------------ */

  function select(number) {
    var quote = quotes[number];
    if (!quote) return;
    quotes.forEach(function (other) { other.link.removeAttribute("aria-current"); });
    view.querySelectorAll(".mark.now").forEach(function (old) { old.classList.remove("now"); });
    now = number;
    quote.link.setAttribute("aria-current", "true");
    view.querySelectorAll(".mark[data-quote='" + number + "']").forEach(function (line) { line.classList.add("now"); });
    if (decodeURIComponent(location.hash.slice(1)) !== quote.item.id) history.replaceState(null, "", "#" + quote.item.id);
    tell();
    within(quote.item);
    if (view.clientWidth < NARROW) {
      var span = extent(quote);
      zoom = Math.min(2.6, Math.max(1, 0.94 / (span.right - span.left)));
      lay();
      redraw();
    }
    sized(pages[quote.lines[0].page - 1]).then(function () { show(quote); });
  }

  function extent(quote) {
    var page = quote.lines[0].page;
    return quote.lines.filter(function (line) { return line.page === page; }).reduce(function (all, line) {
      return { left: Math.min(all.left, line.left), right: Math.max(all.right, line.right) };
    }, { left: 1, right: 0 });
  }

  /* The list scrolls by itself, so that the page stays where it is. */
  function within(item) {
    var list = item.closest(".quotes");
    var box = item.getBoundingClientRect();
    var room = list.getBoundingClientRect();
    if (box.top < room.top || box.bottom > room.bottom) list.scrollTop += box.top - room.top - room.height / 4;
  }

  function show(quote) {
    var line = quote.lines[0];
    var page = pages[line.page - 1];
    if (!page) return;
    var box = page.element.getBoundingClientRect();
    var room = view.getBoundingClientRect();
    view.scrollTop += box.top - room.top + line.top * box.height - room.height * 0.25;
    view.scrollLeft += box.left - room.left + extent(quote).left * box.width - 12;
  }

  function mark(page) {
    quotes.forEach(function (quote, number) {
      quote.lines.forEach(function (line) {
        if (line.page !== page.number) return;
        var element = made("div", "mark");
        element.dataset.quote = number;
        element.style.left = 100 * line.left + "%";
        element.style.top = 100 * line.top + "%";
        element.style.width = 100 * (line.right - line.left) + "%";
        element.style.height = 100 * (line.bottom - line.top) + "%";
        element.addEventListener("click", function () { select(number); });
        page.element.append(element);
      });
    });
  }

  /* Pages -------------------------------------------------------------------------------------- */

  function lay() {
    var width = Math.min(view.clientWidth - 24, 900) * zoom;
    pages.forEach(function (page) {
      page.element.style.width = width + "px";
      page.element.style.height = width * page.ratio + "px";
    });
  }

  function enlarge(step) {
    var next = step > 0 ? ZOOMS.find(function (z) { return z > zoom + 0.01; }) : ZOOMS.filter(function (z) { return z < zoom - 0.01; }).pop();
    if (!next) return;
    var share = (view.scrollTop + view.clientHeight / 2) / view.scrollHeight;
    zoom = next;
    lay();
    view.scrollTop = share * view.scrollHeight - view.clientHeight / 2;
    redraw();
  }

  /* Pages are taken to be like the first one until they are looked at. */
  function sized(page) {
    if (!page) return Promise.resolve();
    return book.getPage(page.number).then(function (sheet) {
      var size = sheet.getViewport({ scale: 1 });
      page.ratio = size.height / size.width;
      page.element.style.height = page.element.offsetWidth * page.ratio + "px";
      return sheet;
    });
  }

  function seen(entries) {
    entries.forEach(function (entry) {
      var page = pages.find(function (one) { return one.element === entry.target; });
      page.near = entry.isIntersecting;
      if (page.near) draw(page);
    });
    var away = pages.filter(function (page) { return page.drawn && !page.near; });
    away.slice(0, Math.max(0, pages.filter(function (page) { return page.drawn; }).length - MAX_DRAWN)).forEach(wipe);
  }

  function redraw() {
    pages.forEach(function (page) {
      if (page.drawn) wipe(page);
      if (page.near) draw(page);
    });
  }

  function wipe(page) {
    if (page.task) page.task.cancel();
    page.task = null;
    page.drawn = false;
    page.element.querySelectorAll("canvas, .words").forEach(function (old) { old.remove(); });
  }

  function draw(page) {
    if (page.drawn) return;
    page.drawn = true;
    sized(page).then(function (sheet) {
      if (!page.drawn || page.task) return;
      var plain = sheet.getViewport({ scale: 1 });
      var shown = page.element.clientWidth / plain.width;
      var fine = Math.min(window.devicePixelRatio || 1, Math.sqrt(MAX_PIXELS / (plain.width * plain.height)) / shown);
      var size = sheet.getViewport({ scale: shown * fine });
      var canvas = made("canvas");
      canvas.width = Math.ceil(size.width);
      canvas.height = Math.ceil(size.height);
      canvas.setAttribute("aria-hidden", "true");
      page.element.prepend(canvas);
      page.task = sheet.render({ canvas: canvas, viewport: size });
      var words = made("div", "words");
      words.style.setProperty("--total-scale-factor", shown);
      page.element.append(words);
      var layer = new library.TextLayer({ textContentSource: sheet.streamTextContent(), container: words, viewport: sheet.getViewport({ scale: shown }) });
      return Promise.all([page.task.promise, layer.render()]);
    }).then(function () { page.task = null; }, function (error) {
      if (error && error.name !== "RenderingCancelledException" && error.name !== "AbortException") throw error;
    });
  }
})();
