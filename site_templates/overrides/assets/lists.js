/* Lists of papers, and of all papers' answers to a question: filters and order, which address.js keeps in the address.
   Without this script the whole list is there, in its first order; further parts are pages of their own. */
(function () {
  "use strict";

  function all(root, what) { return Array.prototype.slice.call(root.querySelectorAll(what)); }
  function fold(text) { return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); }
  var say = window.answerbookSay;
  function thousands(number) { return number.toLocaleString(document.documentElement.lang === "de" ? "de" : "en-US"); }

  var address = window.answerbookAddress || { get: function () { return ""; }, set: function () {}, link: function () {}, restore: function () {} };

  /* Words that all have to be there, in any order. */
  function finder(text) {
    var wanted = fold(text).split(/\s+/).filter(Boolean);
    return function (folded) { return wanted.every(function (word) { return folded.indexOf(word) >= 0; }); };
  }

  function later(run, wait) {
    var timer = 0;
    return function () { clearTimeout(timer); timer = setTimeout(run, wait); };
  }

  function list(section) {
    var items = all(section, section.dataset.items);
    if (items.length < 2) return;
    var count = section.querySelector(".ab-matrix-count");
    var sorts = all(section, "[data-sort]");
    var statuses = all(section, "[data-status][aria-pressed]");
    var field = function (name) { return section.querySelector(".ab-by-" + name); };
    var FIELDS = ["text", "year", "venue", "tag", "sure"].filter(field);
    /* What of an item a menu is about: texts, or places among the choices of the menu. */
    var about = {
      year: function (item) { return [item.dataset.year]; },
      sure: function (item) { return [item.dataset.sure]; },
      venue: function (item) { return choices("venue", item.dataset.venue); },
      tag: function (item) { return choices("tag", item.dataset.tags); }
    };
    function choices(name, places) {
      if (!places || !field(name)) return [];
      return places.split(" ").map(function (place) { return field(name).options[Number(place) + 1].value; });
    }
    var held = items.map(hold);
    function hold(item, n) {
      var one = { n: n, item: item, text: fold(item.textContent) };
      FIELDS.slice(1).forEach(function (name) { one[name] = about[name](item); });
      if (section.dataset.compare && item.dataset.id) comparing(item);
      return one;
    }
    var chosen = {};
    var sorted = sorts.length ? sorts[0].dataset.sort : "";

    function apply() {
      var find = finder(field("text").value);
      var any = Object.keys(chosen).length;
      var shown = held.filter(function (one) {
        var hit = find(one.text) && (!any || chosen[one.item.dataset.status]) && FIELDS.slice(1).every(function (name) {
          return !field(name).value || one[name].indexOf(field(name).value) >= 0;
        });
        one.item.hidden = !hit;
        return hit;
      }).length;
      count.textContent = shown === held.length ? "" : say("# of # papers", thousands(shown), thousands(held.length));
      tell();
    }
    function tell() {
      var view = { status: Object.keys(chosen).join(","), sort: sorts.length && sorted !== sorts[0].dataset.sort ? sorted : "" };
      FIELDS.forEach(function (name) { view[name] = field(name).value; });
      address.set(view);
      all(section, ".ab-turns a").forEach(function (turn) { turn.search = location.search; });
      address.link(section.querySelector(".ab-view"), Object.keys(view).some(function (name) { return view[name]; }));
    }
    function press(button) {
      var on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      if (on) chosen[button.dataset.status] = true;
      else delete chosen[button.dataset.status];
    }
    function sort(button) {
      var key = button.dataset.sort;
      var down = button.dataset.down ? -1 : 1;
      sorted = key;
      sorts.forEach(function (other) { other.setAttribute("aria-pressed", String(other === button)); });
      held.sort(function (a, b) {
        var x = a.item.dataset[key], y = b.item.dataset[key];
        var by = key === "year" || key === "told" ? Number(x) - Number(y) : x.localeCompare(y);
        return (key === "name" ? a.n - b.n : down * by) || a.n - b.n;
      });
      held.forEach(function (one) { one.item.parentElement.appendChild(one.item); });
    }
    function comparing(item) {
      var link = document.createElement("a");
      link.className = "ab-pick";
      link.dataset.label = say("Compare");
      link.href = section.dataset.compare + "#" + encodeURIComponent(item.dataset.id);
      link.setAttribute("aria-label", say("Compare # with another paper", item.dataset.name));
      item.querySelector(".ab-row-title").append(" ", link);
    }

    /* The next part of the list, below this one. A page from a disk may not read another: there, links lead to it. */
    function more() {
      var here = section.querySelector(".ab-turns [aria-current]");
      var next = here && here.parentElement.nextElementSibling;
      if (!next || location.protocol === "file:" || !window.fetch) return;
      var button = document.createElement("button");
      button.type = "button";
      button.className = "ab-show-more";
      button.textContent = say("Show more");
      var turns = all(section, ".ab-turns");
      turns[turns.length - 1].before(button);
      button.addEventListener("click", function () {
        var from = next.querySelector("a").href;
        button.disabled = true;
        fetch(from).then(function (answer) {
          if (!answer.ok) throw new Error(from);
          return answer.text();
        }).then(function (text) {
          var other = new DOMParser().parseFromString(text, "text/html").querySelector(".ab-sortable");
          var parent = held[0].item.parentElement;
          var first = null;
          all(other, section.dataset.items).forEach(function (item) {
            all(item, "a[href]").forEach(function (a) { a.href = new URL(a.getAttribute("href"), from).href; });
            parent.appendChild(item);
            held.push(hold(item, held.length));
            first = first || item.querySelector("a");
          });
          next = next.nextElementSibling;
          button.disabled = false;
          if (!next) button.remove();
          apply();
          if (first) first.focus({ preventScroll: true });
        }, function () { location.href = from; });
      });
    }

    field("text").addEventListener("input", later(apply, 60));
    FIELDS.slice(1).forEach(function (name) { field(name).addEventListener("change", apply); });
    statuses.forEach(function (button) {
      button.addEventListener("click", function () { press(button); apply(); });
    });
    sorts.forEach(function (button) {
      button.addEventListener("click", function () { sort(button); tell(); });
    });

    FIELDS.forEach(function (name) { if (address.get(name)) field(name).value = address.get(name); });
    // What this page has no choice for, another page of the list may have: it hides nothing here.
    FIELDS.forEach(function (name) { if (field(name).selectedIndex === -1) field(name).value = ""; });
    var wanted = address.get("status").split(",");
    statuses.forEach(function (button) { if (wanted.indexOf(button.dataset.status) >= 0) press(button); });
    sorts.forEach(function (button) { if (button.dataset.sort === address.get("sort")) sort(button); });
    apply();
    more();
    section.querySelector(".ab-tools").hidden = false;
    count.hidden = false;
    section.classList.add("ab-live");
    address.restore();
  }

  function begin() { all(document, ".ab-sortable:not(.ab-live)").forEach(list); }
  if (window.document$) window.document$.subscribe(begin);
  else begin();
})();
