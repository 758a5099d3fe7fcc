/* Lists of papers, and of all papers' answers to a question: filters and order. Without this script the whole list is
   there, in its first order. */
(function () {
  "use strict";

  function all(root, what) { return Array.prototype.slice.call(root.querySelectorAll(what)); }
  function fold(text) { return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); }
  function thousands(number) { return number.toLocaleString("en-US"); }


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
    var text = section.querySelector(".ab-by-text");
    var year = section.querySelector(".ab-by-year");
    var held = items.map(function (item, n) { return { n: n, item: item, text: fold(item.textContent) }; });
    var chosen = {};

    function apply() {
      var find = finder(text.value);
      var any = Object.keys(chosen).length;
      var shown = held.filter(function (one) {
        var hit = find(one.text) && (!any || chosen[one.item.dataset.status]) && (!year || !year.value || one.item.dataset.year === year.value);
        one.item.hidden = !hit;
        return hit;
      }).length;
      count.textContent = shown === held.length ? "" : thousands(shown) + " of " + thousands(held.length) + " papers";
    }
    text.addEventListener("input", later(apply, 60));
    if (year) year.addEventListener("change", apply);
    all(section, "[data-status][aria-pressed]").forEach(function (button) {
      button.addEventListener("click", function () {
        var on = button.getAttribute("aria-pressed") !== "true";
        button.setAttribute("aria-pressed", String(on));
        if (on) chosen[button.dataset.status] = true;
        else delete chosen[button.dataset.status];
        apply();
      });
    });
    var sorts = all(section, "[data-sort]");
    sorts.forEach(function (button) {
      button.addEventListener("click", function () {
        var key = button.dataset.sort;
        var down = button.dataset.down ? -1 : 1;
        sorts.forEach(function (other) { other.setAttribute("aria-pressed", String(other === button)); });
        held.sort(function (a, b) {
          var x = a.item.dataset[key], y = b.item.dataset[key];
          var by = key === "year" || key === "told" ? Number(x) - Number(y) : x.localeCompare(y);
          return (key === "name" ? a.n - b.n : down * by) || a.n - b.n;
        });
        held.forEach(function (one) { one.item.parentElement.appendChild(one.item); });
      });
    });
    section.querySelector(".ab-tools").hidden = false;
    count.hidden = false;
    section.classList.add("ab-live");
  }

  function begin() { all(document, ".ab-sortable:not(.ab-live)").forEach(list); }
  if (window.document$) window.document$.subscribe(begin);
  else begin();
})();
