/* A reader's own copy of a paper that may not be shown: reads the file, finds the page's quotes in it, and shows
   each at its place, on a drawn page of a PDF or among the words around it. Nothing of the file leaves the
   browser. Loaded by own-copy.js only when there is a file. */
(function () {
  "use strict";

  var PDFJS = "vendor/pdfjs-dist-6.5.438/";
  var MAX_SIZE = { pdf: 60e6, text: 5e6 }; /* bytes of a file; of a text, characters too */
  var MAX_PAGES = 500;
  var MIN_PART = 14; /* characters needed to find a part of a quote */
  var MIN_START = 4; /* characters of a first part that is separated from the rest */
  var MAX_REST = 2; /* characters at the end of a quote that need not be found separately */
  var MIN_TEXT = 8; /* characters: anything shorter is in many texts by chance */
  var MAX_PARTS = 4;
  var MAX_GAP = 6000; /* characters between two parts: what a page may have in between */
  var CONTEXT = 240; /* characters shown around a quote in a text */
  var MAX_WIDTH = 820; /* pixels of a drawn page */
  var MIN_WIDTH = 640; /* pixels of a drawn page: on a narrow screen it scrolls in its box */
  var MAX_OPEN = 3; /* up to so many quotes are all opened at once */
  var INLINE = /^(?:a|abbr|b|bold|cite|code|em|ext-link|font|i|italic|mark|monospace|named-content|q|s|sc|small|span|strong|styled-content|sub|sup|u|underline|xref)$/i;
  var LEFT_OUT = /^(?:script|no-style|template)$/i;
  /* Signs without which a quote says something else. */
  var SIGNS = /[\p{L}\p{N}<>\u2264\u2265\u00b1%]/u;

  /* Ligatures that fonts have at places of their own. */
  var OF_FONTS = { "\uf001": "fi", "\uf002": "fl" };

  var library = null;
  var book = null; /* the open PDF */
  var turn = 0;

  function made(tag, name, text) {
    var element = document.createElement(tag);
    if (name) element.className = name;
    if (text) element.textContent = text;
    return element;
  }

  /* A text in the language of the site, see own-copy.js. */
  var say;

  /* Words as they are compared ------------------------------------------------------------------- */

  /* Letters and digits alone, without case, accents and ligatures, so that spaces, hyphens at the ends of lines
     and forms of quotation marks do not matter; decimal points and signs of numbers stay. at: offset of each
     character in the text. */
  function squeezed(text) {
    var kept = [];
    var at = [];
    for (var i = 0; i < text.length; i++) {
      var sign = text[i];
      var code = sign.charCodeAt(0);
      if (code <= 32) continue;
      if (code >= 0xd800 && code < 0xdc00) sign += text[++i] || "";
      if (isInNumber(sign, text[i - 1] || "", text[i + 1] || "")) {
        kept.push(sign === "." ? "." : "-");
        at.push(i);
        continue;
      }
      var plain = code < 128 ? sign.toLowerCase() : (OF_FONTS[sign] || sign.normalize("NFKD")).toLowerCase();
      for (var n = 0; n < plain.length; n++) {
        var one = plain[n];
        var low = one.charCodeAt(0);
        if (low >= 0xd800 && low < 0xdc00) one += plain[++n] || "";
        if (!SIGNS.test(one)) continue;
        for (var half = 0; half < one.length; half++) {
          kept.push(one[half]);
          at.push(i);
        }
      }
    }
    return { text: kept.join(""), at: at };
  }

  function isInNumber(sign, before, after) {
    if (!/[0-9]/.test(after)) return false;
    if (sign === ".") return /[0-9]/.test(before);
    return /[-\u2010-\u2012\u2212]/.test(sign) && !/[\p{L}\p{N}]/u.test(before);
  }

  /* Stretches of the text that together are the words, in order; null where they are not all there. A sentence
     that goes on in the next column or on the next page breaks off at the end of a line, and goes on at the
     beginning of another. */
  function found(plain, words, breaks) {
    var text = plain.text;
    var at = text.indexOf(words);
    if (at >= 0) return [[at, at + words.length]];
    var part = longest(text, words) || beginning(text, words, breaks);
    if (!part) return null;
    var parts = [];
    var done = 0;
    while (true) {
      var end = part[1];
      var least = part[0] + (parts.length ? 1 : Math.min(MIN_PART, end - part[0]));
      while (end > least && done + end - part[0] < words.length && !breaks(end)) end--;
      done += end - part[0];
      parts.push([part[0], end]);
      if (done >= words.length - MAX_REST) return parts;
      if (!breaks(end) || parts.length === MAX_PARTS) return null;
      part = goesOn(text, words.slice(done), end, breaks);
      if (!part) return null;
    }
  }

  /* The longest beginning of the words that the text has. */
  function longest(text, words) {
    var low = Math.min(MIN_PART, words.length);
    var at = text.indexOf(words.slice(0, low));
    if (at < 0) return null;
    var high = words.length;
    while (low < high) {
      var half = (low + high + 1) >> 1;
      var there = text.indexOf(words.slice(0, half));
      if (there < 0) high = half - 1;
      else {
        low = half;
        at = there;
      }
    }
    return [at, at + low];
  }

  /* A few words at the end of a line, where the others follow at the beginning of another. */
  function beginning(text, words, breaks) {
    for (var length = Math.min(MIN_PART, words.length) - 1; length >= MIN_START; length--) {
      var some = words.slice(0, length);
      for (var at = text.indexOf(some); at >= 0; at = text.indexOf(some, at + 1)) {
        var end = at + length;
        if (breaks(end) && goesOn(text, words.slice(length), end, breaks)) return [at, end];
      }
    }
    return null;
  }

  /* Where the words go on: at the beginning of a line, not far behind. */
  function goesOn(text, words, from, breaks) {
    var least = words.slice(0, MIN_PART);
    var best = null;
    for (var at = text.indexOf(least, from); at >= 0 && at - from < MAX_GAP; at = text.indexOf(least, at + 1)) {
      if (!breaks(at)) continue;
      var length = least.length;
      while (length < words.length && text[at + length] === words[length]) length++;
      if (!best || length > best[1] - best[0]) best = [at, at + length];
      if (length === words.length) break;
    }
    return best;
  }

  /* The quotes of the page ------------------------------------------------------------------------ */

  function quotes() {
    var items = document.querySelectorAll(".ab-quote[id], .evidence > li[id]");
    return Array.prototype.filter.call(items, function (item) {
      return !item.closest("details, .folds, .ab-doubts");
    }).map(function (item) {
      return { item: item, parts: partsOf(item.querySelector("blockquote")) };
    }).filter(function (quote) { return quote.parts.length; });
  }

  /* The words that answer, without those around them and without the mark for what is left out. */
  function partsOf(block) {
    var parts = [""];
    block.childNodes.forEach(function (node) {
      if (node.nodeType === Node.ELEMENT_NODE && node.matches(".near, .ab-near")) parts.push("");
      else parts[parts.length - 1] += node.textContent;
    });
    return parts.join("[\u2026]").split("[\u2026]").map(function (part) {
      return squeezed(part).text;
    }).filter(function (part) { return part.length >= MIN_TEXT; });
  }

  /* Files -------------------------------------------------------------------------------------------- */

  function kindOf(file) {
    return file.slice(0, 1024).arrayBuffer().then(function (bytes) {
      var head = String.fromCharCode.apply(null, new Uint8Array(bytes));
      if (head.indexOf("%PDF-") >= 0) return "pdf";
      var wide = /^(?:\xff\xfe|\xfe\xff)/.test(head);
      if (!wide && head.indexOf("\0") >= 0 || /^(?:PK|\x1f\x8b)/.test(head)) {
        throw new Error(say("This kind of file cannot be read here; a PDF, a web page, XML or plain text can."));
      }
      return "text";
    });
  }

  function decoded(bytes) {
    var head = new Uint8Array(bytes.slice(0, 2));
    var wide = head[0] === 0xff && head[1] === 0xfe ? "utf-16le" : head[0] === 0xfe && head[1] === 0xff ? "utf-16be" : "";
    var text = new TextDecoder(wide || "utf-8").decode(bytes);
    return text.indexOf("\ufffd") < 0 ? text : new TextDecoder("windows-1252").decode(bytes);
  }

  /* The words of markup; nothing of it runs or is loaded, and styles, which the page's policy refuses, are none. */
  function wordsOf(text, name) {
    if (!/^\s*</.test(text) && !/\.(?:x?html?|xml)$/i.test(name)) return text;
    // Chromium reports styles and handlers to the console even in a document that is only parsed.
    text = text.replace(/<(\/?)style\b/gi, "<$1no-style").replace(/<[a-z][^<>]*/gi, function (tag) {
      return tag.replace(/\s(style|on[a-z]+)(?=\s*=)/gi, " no-$1");
    });
    var xml = /^\s*<\?xml/.test(text) || /\.xml$/i.test(name);
    var tree = new DOMParser().parseFromString(text, xml ? "application/xml" : "text/html");
    if (xml && tree.querySelector("parsererror")) tree = new DOMParser().parseFromString(text, "text/html");
    var walker = tree.createTreeWalker(tree, NodeFilter.SHOW_TEXT);
    var words = [];
    var last = null;
    while (walker.nextNode()) {
      var parent = walker.currentNode.parentNode;
      if (LEFT_OUT.test(parent.nodeName)) continue;
      if (last && parent !== last && !INLINE.test(parent.nodeName) && !INLINE.test(last.nodeName)) words.push("\n");
      words.push(walker.currentNode.data);
      last = parent;
    }
    return words.join("");
  }

  /* Read a file: its text and, for a PDF, where the text is on its pages. */
  function contentOf(file, kind, base, told, mine) {
    if (file.size > MAX_SIZE[kind]) {
      throw new Error(say("The file is larger than # MB: too large to be read here.", MAX_SIZE[kind] / 1e6));
    }
    if (kind === "text") {
      return file.arrayBuffer().then(function (bytes) {
        return { text: wordsOf(decoded(bytes), file.name), items: null };
      });
    }
    return loaded(base).then(function () {
      return file.arrayBuffer();
    }).then(function (bytes) {
      return library.getDocument({
        data: bytes,
        useWasm: false, /* the page's policy lets none run */
        enableXfa: false,
        verbosity: library.VerbosityLevel.ERRORS
      }).promise;
    }).then(function (opened) {
      book = opened;
      return textOf(opened, told, mine);
    });
  }

  function loaded(base) {
    if (library) return Promise.resolve();
    if (location.protocol === "file:") {
      return Promise.reject(new Error(say("Browsers cannot read a PDF from a page that was opened from a disk; open this page at its web address.")));
    }
    return import(base + PDFJS + "pdf.min.js").then(function (module) {
      library = module;
      library.GlobalWorkerOptions.workerSrc = base + PDFJS + "pdf.worker.min.js";
    });
  }

  /* items: what was printed in one go, with the page, and where in the text it begins. */
  function textOf(opened, told, mine) {
    var text = [];
    var items = [];
    var length = 0;
    var last = Math.min(opened.numPages, MAX_PAGES);
    function next(number) {
      if (number > last || mine !== turn || length > MAX_SIZE.text) return { text: text.join(""), items: items };
      told.textContent = say("Reading page # of # …", number, opened.numPages);
      return opened.getPage(number).then(function (page) {
        return page.getTextContent();
      }).then(function (content) {
        content.items.forEach(function (item) {
          if (!item.str && !item.hasEOL) return;
          items.push({ at: length, page: number, item: item });
          text.push(item.str, item.hasEOL ? "\n" : "");
          length += item.str.length + (item.hasEOL ? 1 : 0);
        });
        text.push("\n");
        length += 1;
        return next(number + 1);
      });
    }
    return next(1);
  }

  /* Showing -------------------------------------------------------------------------------------------- */

  function cleared() {
    document.querySelectorAll(".own-place").forEach(function (element) { element.remove(); });
  }

  /* Stretches of the squeezed text -> of the text, with the full stop and the bracket behind them. */
  function spread(stretches, at, text) {
    return stretches.map(function (one) {
      var end = at[one[1] - 1] + 1;
      var behind = /^[^\s\p{L}\p{N}]{0,3}/u.exec(text.slice(end, end + 3))[0];
      return [at[one[0]], end + behind.length];
    });
  }

  function itemsIn(items, stretch) {
    var low = 0;
    var high = items.length - 1;
    while (low < high) {
      var half = (low + high + 1) >> 1;
      if (items[half].at <= stretch[0]) low = half;
      else high = half - 1;
    }
    var there = [];
    for (; low < items.length && items[low].at < stretch[1]; low++) {
      var length = items[low].item.str.length;
      var start = Math.max(stretch[0] - items[low].at, 0);
      var end = Math.min(stretch[1] - items[low].at, length);
      if (start < end) there.push({ page: items[low].page, item: items[low].item, from: start, to: end });
    }
    return there;
  }

  function inText(stretches, text) {
    var block = made("blockquote", "own-words");
    stretches.forEach(function (one, n) {
      var start = n && stretches[n - 1][1] > one[0] - CONTEXT ? stretches[n - 1][1] : Math.max(one[0] - CONTEXT, 0);
      var next = n + 1 < stretches.length ? stretches[n + 1][0] : text.length;
      if (start) block.append(n && start === stretches[n - 1][1] ? "" : "\u2026 ");
      block.append(text.slice(start, one[0]), made("mark", "", text.slice(one[0], one[1])));
      if (next > one[1] + CONTEXT || n + 1 === stretches.length) block.append(text.slice(one[1], one[1] + CONTEXT) + " \u2026");
    });
    return block;
  }

  /* A page of the PDF with the words marked, in a box that scrolls. */
  function drawn(opened, number, words, holder) {
    var box = made("div", "own-page");
    box.tabIndex = 0;
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", say("Page # of your copy, the quote marked", number));
    var canvas = made("canvas");
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", say("Page #", number));
    box.append(canvas);
    holder.append(box);
    return opened.getPage(number).then(function (page) {
      var width = Math.max(Math.min(box.clientWidth, MAX_WIDTH), MIN_WIDTH);
      var size = page.getViewport({ scale: 1 });
      var sharp = Math.min(window.devicePixelRatio || 1, 2);
      var view = page.getViewport({ scale: sharp * width / size.width });
      canvas.width = Math.floor(view.width);
      canvas.height = Math.floor(view.height);
      canvas.style.width = width + "px";
      return page.render({ canvas: canvas, viewport: view }).promise.then(function () {
        var corner = mark(canvas, view, words);
        box.scrollTop = Math.max(0, corner[1] / sharp - 80);
        box.scrollLeft = Math.max(0, corner[0] / sharp - 12);
        box.dataset.drawn = "yes";
      });
    });
  }

  /* Colours the words; returns how far from the left and from the top they begin. */
  function mark(canvas, view, words) {
    var context = canvas.getContext("2d");
    var left = canvas.width;
    var top = canvas.height;
    context.save();
    context.globalCompositeOperation = "multiply";
    context.fillStyle = "#ffe58a";
    words.forEach(function (word) {
      var t = word.item.transform;
      /* Estimate the position of a word in the run from the usual widths of letters. */
      var whole = context.measureText(word.item.str).width || 1;
      var from = context.measureText(word.item.str.slice(0, word.from)).width / whole;
      var to = context.measureText(word.item.str.slice(0, word.to)).width / whole;
      var along = Math.hypot(t[0], t[1]) || 1;
      var up = Math.hypot(t[2], t[3]) || 1;
      var tall = word.item.height || up;
      var corners = [[from, -0.22], [to, -0.22], [to, 0.92], [from, 0.92]].map(function (corner) {
        var x = corner[0] * word.item.width;
        var y = corner[1] * tall;
        return view.convertToViewportPoint(
          t[4] + x * t[0] / along + y * t[2] / up,
          t[5] + x * t[1] / along + y * t[3] / up
        );
      });
      context.beginPath();
      corners.forEach(function (point) {
        context.lineTo(point[0], point[1]);
        left = Math.min(left, point[0]);
        top = Math.min(top, point[1]);
      });
      context.fill();
    });
    context.restore();
    return [left, top];
  }

  /* Below a quote: that it was found and where, or that it was not. Returns what opens the place. */
  function shown(quote, stretches, content) {
    var line = made("div", "own-place");
    quote.item.append(line);
    if (!stretches) {
      line.classList.add("own-lacking");
      line.append(made("p", "", say("Not found in this file: it may be another version.")));
      return null;
    }
    var words = content.items && [].concat.apply([], stretches.map(function (s) { return itemsIn(content.items, s); }));
    var pages = words ? words.map(function (w) { return w.page; }).filter(function (p, n, all) { return all.indexOf(p) === n; }) : [];
    var button = made("button", "", words ? say("In your copy, p. #", pages.join(", ")) : say("In your copy"));
    var opened = book;
    button.type = "button";
    button.setAttribute("aria-expanded", "false");
    line.append(button);
    var holder = null;
    function toggle() {
      button.setAttribute("aria-expanded", String(!holder));
      if (holder) {
        holder.remove();
        holder = null;
        return;
      }
      holder = made("div");
      line.append(holder);
      if (!words) holder.append(inText(stretches, content.text));
      pages.forEach(function (page) {
        drawn(opened, page, words.filter(function (w) { return w.page === page; }), holder).catch(function () {
          holder.append(made("p", "", say("This page could not be drawn.")));
        });
      });
    }
    button.addEventListener("click", toggle);
    return toggle;
  }

  function pause() {
    return new Promise(function (go) { setTimeout(go, 0); });
  }

  function searched(content, told, mine) {
    var all = quotes();
    var plain = squeezed(content.text);
    var count = 0;
    var open = [];
    function breaks(at) {
      return at === 0 || at >= plain.at.length || content.text.slice(plain.at[at - 1], plain.at[at]).indexOf("\n") >= 0;
    }
    if (plain.text.length < MIN_TEXT) throw new Error(say("There is no text in this file; it may be a scan."));
    function next(number) {
      if (mine !== turn) return;
      if (number < all.length) {
        var places = all[number].parts.map(function (part) { return found(plain, part, breaks); });
        var whole = places.every(Boolean) && spread([].concat.apply([], places), plain.at, content.text);
        if (whole) count++;
        var toggle = shown(all[number], whole || null, content);
        if (toggle) open.push(toggle);
        return pause().then(function () { return next(number + 1); });
      }
      told.textContent = result(count, all.length) + (count && all.length > MAX_OPEN ? " " + say("The place in your copy is below each quote.") : "");
      if (all.length <= MAX_OPEN) open.forEach(function (toggle) { toggle(); });
    }
    return next(0);
  }

  function result(count, all) {
    if (all === 1) return count ? say("The quote was found.") : say("The quote was not found in this file: it seems to be another paper, or another version.");
    if (!count) return say("None of # quotes was found in this file: it seems to be another paper, or another version.", all);
    if (count < all) return say("# of # quotes found; the others are marked, your copy may be another version.", count, all);
    return say("# of # quotes found.", count, all);
  }

  function refused(error) {
    if (error.name === "PasswordException") return say("This PDF is protected by a password and cannot be read here.");
    if (/^InvalidPDF|^MissingPDF/.test(error.name)) return say("This PDF is damaged; it cannot be read.");
    return error.message || say("This file cannot be read.");
  }

  window.readOwnCopy = function (file, told, base, words) {
    say = words;
    var mine = ++turn;
    cleared();
    if (book) book.loadingTask.destroy();
    book = null;
    told.textContent = say("Reading …");
    if (!document.querySelector("link[href$='own-copy.css']")) {
      var sheet = made("link");
      sheet.rel = "stylesheet";
      sheet.href = base + "own-copy.css";
      document.head.append(sheet);
    }
    return kindOf(file).then(function (kind) {
      return contentOf(file, kind, base, told, mine);
    }).then(function (content) {
      if (mine === turn) return searched(content, told, mine);
    }).catch(function (error) {
      if (mine === turn) told.textContent = refused(error);
    });
  };
})();
