/* The matrix of papers by questions: filters, order, arrow keys. matrix-card.js shows what a cell holds; address.js keeps
   the choices in the address. Rows that the page does not hold are loaded in parts when they are needed.
   Without this script a short matrix shows all its rows, in the first order. */
(function () {
  "use strict";

  var say = window.answerbookSay;
  var STATUS = { r: "reported", p: "partly-reported", n: "not-reported", a: "not-applicable", f: "failed", m: "missing" };
  var WORDS = { "reported": say("reported"), "partly-reported": say("partly reported"), "not-reported": say("not reported"), "not-applicable": say("does not apply"), "failed": say("failed"), "missing": say("not asked") };
  var BANDS = { s: "sure", l: "likely", u: "unsure" };
  var SURENESS = { sure: say("sure"), likely: say("likely"), unsure: say("unsure") };
  var PEOPLE = { c: ["confirmed", say("reviewed: confirmed")], x: ["corrected", say("reviewed: corrected")], d: ["disputed", say("reviewed: disputed")], s: ["split", say("reviewed: reviewers disagree")] };
  var TOLD = { "reported": true, "partly-reported": true };
  var NOTHING_SAID = { "missing": true, "failed": true };
  var PAGE_SIZE = 50;
  var KEYS = ["name", "year", "told"]; // columns before the first question
  var FIXED = KEYS.length;
  var byName = new Intl.Collator().compare;

  function all(root, what) { return Array.prototype.slice.call(root.querySelectorAll(what)); }
  function fold(text) { return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); }
  function thousands(number) { return number.toLocaleString(document.documentElement.lang === "de" ? "de" : "en-US"); }

  /* Make an element with a class and a text. */
  function element(tag, name, text) {
    var made = document.createElement(tag);
    if (name) made.className = name;
    if (text) made.textContent = text;
    return made;
  }

  /* Load a script once; return a promise that it has run. */
  var loading = {};
  function load(address) {
    if (!loading[address]) {
      loading[address] = new Promise(function (done, failed) {
        var script = document.createElement("script");
        script.src = address;
        script.onload = done;
        script.onerror = failed;
        document.head.appendChild(script);
      });
    }
    return loading[address];
  }
  window.answerbookShared = { element: element, load: load, words: WORDS, sureness: SURENESS }; // handed.js takes them from here

  /* Return a test of whether a text has all these words, in any order. */
  function finder(text) {
    var wanted = fold(text).split(/\s+/).filter(Boolean);
    return function (folded) { return wanted.every(function (word) { return folded.indexOf(word) >= 0; }); };
  }

  function later(run, wait) {
    var timer = 0;
    return function () { clearTimeout(timer); timer = setTimeout(run, wait); };
  }

  var address = window.answerbookAddress || { get: function () { return ""; }, set: function () {}, link: function () {}, restore: function () {} };

  /* ---- One matrix ------------------------------------------------------------------------------------- */

  /* number: position of the matrix on the page, from 0. From the second matrix on, its names in the address end with
     its number. */
  function board(section, number) {
    var named = function (name) { return number ? name + (number + 1) : name; };
    var table = section.querySelector("table.ab-matrix");
    var box = section.querySelector(".ab-matrix-box");
    var count = section.querySelector(".ab-matrix-count");
    var heads = all(table, "thead th[data-id]").map(function (head) {
      var link = head.querySelector("a");
      var known = { head: head, id: head.dataset.id, group: head.dataset.group, label: link.textContent, text: link.title };
      link.removeAttribute("title"); // the card shows it
      link.dataset.text = known.text;
      return known;
    });
    var state = { find: finder(""), from: 0, to: 9999, venue: "", tag: "", sure: "", statuses: {}, group: "", order: "", page: 0 };
    var field = function (name) { return section.querySelector(".ab-by-" + name); };
    var value = function (name) { return field(name) ? field(name).value : ""; };
    var FIELDS = ["text", "from", "to", "venue", "tag", "sure"];
    var rows, view;
    var phone = window.matchMedia("(max-width: 40em)").matches;
    var size = Number(table.dataset.size);
    // A phone shows one group of questions at a time.
    var groups = all(section, ".ab-by-group button");
    var usual = phone && groups.length > 2 ? groups[1].dataset.group : "";
    function visible(column) { return !state.group || heads[column].group === state.group; }
    function hideHeads() {
      all(table, "thead [data-group]").forEach(function (head) {
        head.hidden = !!state.group && head.dataset.group !== state.group;
      });
    }
    function passes(row) {
      if (!state.find(row.text)) return false;
      if (state.venue && row.venue !== state.venue) return false;
      if (state.tag && row.tags.indexOf(state.tag) < 0) return false;
      if (state.from <= 0 && state.to >= 9999) return true;
      return row.year > 0 && row.year >= state.from && row.year <= state.to;
    }

    function matches(row) {
      if (!passes(row)) return false;
      var statuses = Object.keys(state.statuses).length;
      if (!statuses && !state.sure) return true;
      return row.codes.some(function (code, column) {
        return visible(column) && (!statuses || state.statuses[code]) && (!state.sure || certain(row, column));
      });
    }
    function certain(row, column) {
      if (state.sure === "people") return !!row.people[column];
      var band = row.bands[column] || (NOTHING_SAID[row.codes[column]] ? "" : "sure");
      return band === state.sure;
    }
    function filtered() { return FIELDS.some(value) || Object.keys(state.statuses).length > 0; }

    function compare(a, b) {
      var by = state.order.split(":");
      var down = Number(by[1]);
      if (by[0] === "name") return down * byName(a.name, b.name) || a.n - b.n;
      if (by[0]) return down * (a[by[0]] - b[by[0]]) || a.n - b.n;
      return a.n - b.n;
    }

    /* Write the choices into the address, and update the link to the view. */
    function tell() {
      var by = state.order.split(":");
      var chosen = groups.filter(function (button) { return button.dataset.group === state.group; })[0];
      var view = {
        status: Object.keys(state.statuses).join(","),
        group: state.group === usual ? "" : state.group ? chosen.textContent : "all",
        sort: by[1] === "-1" ? "-" + by[0] : by[0],
        page: state.page ? String(state.page + 1) : ""
      };
      FIELDS.forEach(function (name) { view[name] = value(name); });
      var told = {};
      Object.keys(view).forEach(function (name) { told[named(name)] = view[name]; });
      address.set(told);
      address.link(section.querySelector(".ab-view"), Object.keys(view).some(function (name) { return view[name]; }));
    }

    /* Take the choices from the address into the fields. */
    function heed() {
      var said = function (name) { return address.get(named(name)); };
      FIELDS.forEach(function (name) {
        var wanted = said(name), at = field(name);
        if (!at || !wanted) return;
        at.value = wanted;
        if (at.tagName === "SELECT" && at.value !== wanted) { // a venue that is not frequent enough for the menu
          at.appendChild(element("option", "", wanted));
          at.value = wanted;
        }
      });
      said("status").split(",").forEach(function (status) {
        var item = section.querySelector('.ab-by-status [data-status="' + (/^[a-z-]+$/.test(status) ? status : "none") + '"] button');
        if (!item) return;
        state.statuses[status] = true;
        item.setAttribute("aria-pressed", "true");
      });
      state.group = said("group") === "all" ? "" : usual;
      groups.forEach(function (button) {
        if (button.dataset.group && button.textContent === said("group")) state.group = button.dataset.group;
      });
      var by = said("sort"), key = by.replace(/^-/, "");
      if (KEYS.indexOf(key) >= 0) state.order = key + (by === key ? ":1" : ":-1");
      state.page = Math.max(0, (parseInt(said("page"), 10) || 1) - 1);
      read();
    }
    function read() {
      state.find = finder(value("text"));
      state.from = Number(value("from"));
      state.to = Number(value("to")) || 9999;
      state.venue = value("venue");
      state.tag = value("tag");
      state.sure = value("sure");
    }

    function apply() {
      if (rows.length < size && filtered()) view.fill().then(apply);
      var counts = {};
      rows.forEach(function (row) {
        if (passes(row)) row.codes.forEach(function (code, column) {
          if (visible(column)) counts[code] = (counts[code] || 0) + 1;
        });
      });
      all(section, ".ab-by-status [data-status]").forEach(function (item) {
        var number = item.querySelector(".ab-number");
        // Before all rows are there, only the counts of the whole matrix are known.
        var known = rows.length < size ? (state.group ? null : Number(item.dataset.count)) : counts[item.dataset.status] || 0;
        if (number) number.textContent = known === null ? "" : thousands(known);
      });
      Object.keys(STATUS).forEach(function (key) {
        table.classList.toggle("ab-show-" + STATUS[key], !!state.statuses[STATUS[key]]);
      });
      table.classList.toggle("ab-only", Object.keys(state.statuses).length > 0);
      ["sure", "likely", "unsure", "people"].forEach(function (band) { table.classList.toggle("ab-only-" + band, state.sure === band); });
      var shown = view.apply();
      count.textContent = shown === rows.length ? "" :
        say(size === 1 ? "# of # paper" : "# of # papers", thousands(shown), thousands(size));
      section.querySelector(".ab-reset").hidden = !filtered();
      tell();
      rove();
    }
    function order(by) {
      state.order = by;
      var parts = by.split(":");
      all(table, "thead th[data-key]").forEach(function (head) {
        if (head.dataset.key === parts[0]) head.setAttribute("aria-sort", parts[1] === "1" ? "ascending" : "descending");
        else head.removeAttribute("aria-sort");
      });
      field("order").value = by;
      if (rows.length < size && by) view.fill().then(view.order);
      view.order();
      tell();
      rove();
    }
    function group(name) {
      state.group = name;
      groups.forEach(function (button) {
        button.setAttribute("aria-pressed", String(button.dataset.group === name));
      });
      view.columns();
      apply();
    }

    /* Only one link of the matrix can be reached by the Tab key; the arrow keys move to the others. */
    var current = null;
    function rove(link) {
      var body = table.tBodies[0];
      if (!link) link = current && body.contains(current) && current.offsetParent ? current : null;
      if (!link) link = body.querySelector("tr:not([hidden]) a");
      if (current) current.tabIndex = -1;
      if (link) link.tabIndex = 0;
      current = link;
    }
    function step(event) {
      var cell = event.target.closest && event.target.closest("tbody td, tbody th");
      if (!cell || event.altKey || event.metaKey || event.shiftKey) return;
      var go = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], Home: [0, -999], End: [0, 999], PageUp: [-10, 0], PageDown: [10, 0] }[event.key];
      if (!go || (event.ctrlKey && Math.abs(go[1]) < 999)) return;
      var lines = all(table.tBodies[0], "tr:not([hidden])");
      var links = function (line) { return all(line, "a:not(.ab-pick)").filter(function (a) { return !a.parentElement.hidden; }); };
      var line = lines.indexOf(cell.parentElement);
      var place = links(lines[line]).indexOf(event.target.closest("a"));
      if (event.ctrlKey) line = go[1] < 0 ? 0 : lines.length - 1;
      var to = links(lines[Math.min(Math.max(line + go[0], 0), lines.length - 1)]);
      var next = to[Math.min(Math.max(place + go[1], 0), to.length - 1)];
      event.preventDefault();
      if (next) next.focus();
    }
    /* Return what the card shows for a link. */
    function about(link) {
      var cell = link.closest("td, th");
      var head = cell.closest("thead");
      if (head) return { title: link.dataset.text };
      var row = view.row(cell.parentElement);
      if (!row || cell.tagName === "TH") return null;
      var column = view.column(cell);
      return {
        status: row.codes[column],
        split: cell.classList.contains("ab-split") && (/\(([^)]*)\)/.exec(link.getAttribute("aria-label")) || [])[1],
        words: words(row.n, Number(table.dataset.first) + column),
        label: WORDS[row.codes[column]],
        band: SURENESS[(/\bab-band-(\w+)/.exec(cell.className) || [])[1]],
        people: cell.classList.contains("ab-people") && reviewed(link.getAttribute("aria-label")),
        title: heads[column].label,
        question: heads[column].text,
        paper: row.name
      };
    }
    /* The end of a label, which names the verdict and the reviewers. */
    function reviewed(label) {
      var starts = Object.keys(PEOPLE).map(function (sign) { return label.indexOf(PEOPLE[sign][1]); });
      return label.slice(Math.max.apply(null, starts));
    }
    function words(number, column) {
      var size = Number(table.dataset.perFile);
      var file = Math.floor(number / size);
      var of = function () {
        var held = (window.answerbookWords || {})[file];
        return held && held[number % size] ? held[number % size][column] : "";
      };
      return load(table.dataset.words + file + ".js").then(of, function () { return ""; });
    }

    /* Return the choice at a position of a menu; "" for none. */
    function chosen(name, place) {
      var option = place && field(name) ? field(name).options[Number(place) + 1] : null;
      return option ? option.value : "";
    }
    /* Add a link that compares the paper with another. */
    function comparing(cell, id, name) {
      if (!table.dataset.compare || size < 2) return;
      var link = cell.appendChild(element("a", "ab-pick"));
      link.dataset.label = say("Compare"); // shown by the style sheet, so that it is not part of the text of the row
      link.href = table.dataset.compare + "#" + encodeURIComponent(id);
      link.setAttribute("aria-label", say("Compare # with another paper", name));
      link.tabIndex = -1;
    }

    /* ---- Rows that the page holds ---- */

    function plain() {
      var body = table.tBodies[0];
      var of = new Map();
      rows = Array.prototype.map.call(body.rows, function (line, n) {
        var cells = line.cells;
        var asked = Array.prototype.slice.call(cells, FIXED);
        var codes = asked.map(function (cell) { return cell.className.split(" ")[0].slice(3); });
        var link = cells[0].querySelector("a");
        var venue = chosen("venue", line.dataset.venue), tags = (line.dataset.tags || "").split(" ").map(chosen.bind(null, "tag"));
        var row = {
          n: n, line: line, name: link.textContent, year: Number(cells[1].textContent), told: Number(cells[2].textContent), codes: codes,
          venue: venue, tags: tags,
          bands: asked.map(function (cell) { return (/\bab-band-(\w+)/.exec(cell.className) || [])[1]; }),
          people: asked.map(function (cell) { return cell.classList.contains("ab-people"); }),
          text: fold([cells[0].textContent, cells[1].textContent, venue].concat(tags).join(" "))
        };
        comparing(cells[0], decodeURIComponent(/([^/]*)\.html$/.exec(link.getAttribute("href"))[1]), row.name);
        all(line, "a").forEach(function (a) { a.tabIndex = -1; });
        of.set(line, row);
        return row;
      });
      view = {
        row: function (line) { return of.get(line); },
        column: function (cell) { return cell.cellIndex - FIXED; },
        apply: function () {
          return rows.reduce(function (shown, row) {
            var hit = matches(row);
            if (row.line.hidden === hit) row.line.hidden = !hit;
            return shown + (hit ? 1 : 0);
          }, 0);
        },
        order: function () {
          var sorted = document.createDocumentFragment();
          rows.slice().sort(compare).forEach(function (row) { sorted.appendChild(row.line); });
          body.appendChild(sorted);
        },
        columns: function () {
          hideHeads();
          rows.forEach(function (row) {
            heads.forEach(function (head, column) {
              var cell = row.line.cells[column + FIXED];
              if (cell.hidden === visible(column)) cell.hidden = !cell.hidden;
            });
          });
        }
      };
    }

    /* ---- Rows that are made from data, a page at a time ---- */

    function paged() {
      var body = table.tBodies[0];
      var first = Number(table.dataset.first);
      var perPart = Number(table.dataset.perPart);
      var parts = Math.ceil(size / perPart);
      var ofPart = function (number) {
        var part = window.answerbookRows[number];
        return part.papers.map(function (paper, n) {
          var mine = function (text) { return (text || "").slice(first, first + heads.length).split(""); };
          var signs = mine(paper[4]);
          var people = mine(paper[7]).map(function (sign) { return PEOPLE[sign]; });
          var bands = mine(paper[8]).map(function (sign) { return BANDS[sign]; });
          var codes = signs.map(function (sign) { return STATUS[sign.toLowerCase()]; });
          var venue = part.venues[paper[5]] || "", tags = (paper[6] || []).map(function (tag) { return part.tags[tag]; });
          return {
            n: number * perPart + n, id: paper[0], name: paper[1], title: paper[2], year: Number(paper[3]), venue: venue, tags: tags,
            signs: signs, people: people, bands: bands, codes: codes,
            told: codes.filter(function (code, n) { return TOLD[code] && (bands[n] || "sure") === "sure"; }).length,
            text: fold([paper[1], paper[2], paper[3], venue].concat(tags).join(" "))
          };
        });
      };
      var link = function (cell, href, label) {
        var a = cell.appendChild(element("a"));
        a.href = href;
        a.tabIndex = -1;
        if (label) a.setAttribute("aria-label", label);
        return a;
      };
      var page = function (row) { return "papers/" + row.id + ".html"; };
      var answer = function (row, column) {
        var sign = row.signs[column], head = heads[column];
        var split = sign !== sign.toLowerCase();
        var code = row.codes[column];
        var people = row.people[column];
        var band = row.bands[column];
        var cell = element("td", "ab-" + code + (head.head.classList.contains("ab-first") ? " ab-first" : "") + (split ? " ab-split" : "") + (band ? " ab-band-" + band : "") + (people ? " ab-people ab-people-" + people[0] : ""));
        link(cell, page(row) + "#" + head.id, head.label + ": " + WORDS[code] + (band ? ", " + SURENESS[band] : "") + (split ? " (" + say("models disagree") + ")" : "") + (people ? ", " + people[1] : ""));
        return cell;
      };
      var lineOf = function (row) {
        var line = element("tr"), paper = element("th");
        paper.scope = "row";
        link(paper, page(row)).textContent = row.name;
        if (row.title !== row.name) paper.appendChild(element("span", "ab-row-title", row.title));
        comparing(paper, row.id, row.name);
        line.append(paper, element("td", "ab-year", String(row.year || "")), element("td", "ab-count", String(row.told)));
        shownColumns().forEach(function (column) { line.appendChild(answer(row, column)); });
        return line;
      };
      /* Only cells of columns that are shown are made. */
      function shownColumns() {
        return heads.map(function (head, column) { return column; }).filter(visible);
      }
      var drawn = [], found;
      rows = ofPart(0);
      found = rows;
      /* How many papers there are to turn over; those not loaded yet pass as long as nothing is filtered. */
      function total() { return rows.length < size && !filtered() ? size : found.length; }
      function draw() {
        var pages = Math.max(1, Math.ceil(total() / PAGE_SIZE));
        state.page = Math.min(state.page, pages - 1);
        drawn = found.slice(state.page * PAGE_SIZE, (state.page + 1) * PAGE_SIZE);
        body.replaceChildren.apply(body, drawn.map(lineOf));
        if (!drawn.length) body.appendChild(element("tr")).appendChild(element("td", "", say("No paper matches."))).colSpan = FIXED + heads.length;
        box.scrollTop = 0;
        turned();
        rove();
      }
      view = {
        /* Load the rows of the parts before this one; return a promise that they are there. Without a number: all. */
        fill: function (before) {
          var wanted = [];
          for (var part = 0; part < Math.min(before || parts, parts); part++) wanted.push(part);
          return Promise.all(wanted.map(function (part) { return part ? load(table.dataset.rows + part + ".js") : null; })).then(function () {
            if (wanted.length * perPart <= rows.length) return;
            for (var part = Math.ceil(rows.length / perPart); part < wanted.length; part++) rows = rows.concat(ofPart(part));
            if (!filtered() && !state.order) found = rows; // whoever filters or sorts looks at the new rows next
          });
        },
        turn: function (page) {
          var needed = Math.ceil((page + 1) * PAGE_SIZE / perPart);
          if (rows.length < size && needed * perPart > rows.length) {
            return view.fill(needed).then(function () { show(page); });
          }
          show(page);
        },
        row: function (line) { return drawn[line.sectionRowIndex]; },
        column: function (cell) { return shownColumns()[cell.cellIndex - FIXED]; },
        apply: function () {
          found = rows.filter(matches).sort(compare);
          state.page = 0;
          draw();
          return found.length;
        },
        order: function () { view.apply(); },
        columns: hideHeads
      };
      function show(page) {
        state.page = page;
        draw();
        tell();
      }
      box.hidden = false;
      var pager = element("nav", "ab-pager");
      pager.setAttribute("aria-label", say("Pages of the matrix"));
      var buttons = [["previous", say("Previous"), -1], ["next", say("Next"), 1]].map(function (one) {
        var button = element("button", "", one[1]);
        button.type = "button";
        button.addEventListener("click", function () {
          if (button.getAttribute("aria-disabled") !== "true") view.turn(state.page + one[2]);
        });
        return button;
      });
      var where = element("span");
      pager.append(buttons[0], where, buttons[1]);
      box.after(pager);
      function turned() {
        var all = total(), start = state.page * PAGE_SIZE;
        where.textContent = say("Papers # to # of #", thousands(start + 1), thousands(Math.min(start + PAGE_SIZE, all)), thousands(all));
        pager.hidden = all <= PAGE_SIZE;
        // Not `disabled`: the focus stays where it is on the last page.
        buttons[0].setAttribute("aria-disabled", String(state.page === 0));
        buttons[1].setAttribute("aria-disabled", String(start + PAGE_SIZE >= all));
      }
    }

    function controls() {
      var refilter = function () {
        read();
        apply();
      };
      field("text").addEventListener("input", later(refilter, size > 1000 ? 150 : 60));
      FIELDS.slice(1).forEach(function (name) { if (field(name)) field(name).addEventListener("change", refilter); });
      field("order").addEventListener("change", function () { order(field("order").value); });
      section.querySelector(".ab-reset").addEventListener("click", function () {
        FIELDS.forEach(function (name) { if (field(name)) field(name).value = ""; });
        state.statuses = {};
        all(section, ".ab-by-status button").forEach(function (b) { b.setAttribute("aria-pressed", "false"); });
        refilter();
        field("text").focus();
      });
      // On a phone a button shows the fields: the matrix comes first.
      var more = section.querySelector(".ab-more");
      more.addEventListener("click", function () {
        more.setAttribute("aria-expanded", String(more.parentElement.classList.toggle("ab-open")));
      });
      // The legend becomes the filter by status.
      all(section, ".ab-by-status > li").forEach(function (item) {
        var button = element("button");
        button.type = "button";
        button.setAttribute("aria-pressed", "false");
        button.appendChild(item.firstElementChild);
        button.appendChild(element("span", "ab-number"));
        item.appendChild(button);
        button.addEventListener("click", function () {
          var on = button.getAttribute("aria-pressed") !== "true";
          button.setAttribute("aria-pressed", String(on));
          if (on) state.statuses[item.dataset.status] = true;
          else delete state.statuses[item.dataset.status];
          apply();
        });
      });
      groups.forEach(function (button) {
        button.addEventListener("click", function () { group(button.dataset.group); });
      });
      all(table, "thead th[data-key]").forEach(function (head) {
        var button = element("button");
        button.type = "button";
        button.appendChild(head.firstElementChild);
        head.textContent = "";
        head.appendChild(button);
        button.addEventListener("click", function () {
          var down = { name: 1, year: -1, told: -1 }[head.dataset.key];
          var now = head.getAttribute("aria-sort");
          if (now) down = now === "ascending" ? -1 : 1;
          order(head.dataset.key + ":" + down);
        });
      });
      [section.querySelector(".ab-matrix-tools"), more, count, section.querySelector(".ab-by-group")].forEach(function (part) { if (part) part.hidden = false; });
      section.classList.add("ab-live");
    }

    function start() {
      controls();
      table.addEventListener("keydown", step);
      table.addEventListener("focusin", function (event) {
        if (event.target.closest("tbody a")) rove(event.target.closest("tbody a"));
      });
      window.answerbookCard(table, about);
      heed();
      var page = state.page;
      // Load all rows first if the view needs them, so that it appears at once as it was.
      var needed = rows.length < size && (filtered() || state.order);
      return Promise.resolve(needed ? view.fill() : null).then(function () {
        if (state.order) order(state.order);
        if (state.group) group(state.group);
        else apply();
        if (page && view.turn) return view.turn(page);
      }).then(address.restore);
    }

    if (!table.dataset.rows) {
      plain();
      start();
    } else {
      // The page loads the first part itself, together with its other files.
      Promise.resolve(window.answerbookRows ? null : load(table.dataset.rows + "0.js")).then(function () {
        paged();
        start();
      }, function () {
        section.classList.add("ab-live");
        count.textContent = say("The matrix could not be loaded; the list of papers leads to every answer.");
        count.hidden = false;
      });
    }
  }

  function begin() {
    all(document, ".ab-board").forEach(function (section, number) {
      if (section.querySelector("table.ab-matrix") && !section.classList.contains("ab-live")) board(section, number);
    });
  }
  if (window.document$) window.document$.subscribe(begin);
  else begin();
})();
