/* Views that can be linked: what readers choose stands in the query of the address, and Back returns to it and to
   the place to which they had scrolled. Works from a disk too; where the browser refuses, the page works without. */
(function () {
  "use strict";

  function query() { return new URLSearchParams(location.search); }

  /* What the address says under a name; "" for nothing. */
  function get(name) { return query().get(name) || ""; }

  /* Names and values, "" to take one out. */
  function set(values) {
    var now = query();
    Object.keys(values).forEach(function (name) {
      if (values[name]) now.set(name, values[name]);
      else now.delete(name);
    });
    // Commas part statuses and papers, and need no escape in a query.
    var text = now.toString().replace(/%2C/g, ",");
    var address = location.pathname + (text ? "?" + text : "") + location.hash;
    if (address === location.pathname + location.search + location.hash) return;
    try { history.replaceState(history.state, "", address); } catch (refused) { /* the view still shows */ }
  }

  /* The link to the view, shown where it differs from the page as it first is. */
  function link(anchor, differs) {
    if (!anchor) return;
    anchor.hidden = !differs;
    anchor.href = location.href.replace(location.hash, "");
  }

  /* Scrolled places. Boxes: what scrolls within the page, in its order. */
  var key = "answerbook:" + location.pathname;
  function boxes() { return Array.prototype.slice.call(document.querySelectorAll(".ab-scroll")); }
  function keep() {
    var places = boxes().map(function (box) { return [box.scrollLeft, box.scrollTop]; });
    try { sessionStorage.setItem(key, JSON.stringify({ of: location.href, y: window.scrollY, boxes: places })); } catch (full) { /* then not */ }
  }
  var kept = null;
  var entry = performance.getEntriesByType("navigation")[0];
  if (entry && (entry.type === "back_forward" || entry.type === "reload")) {
    try { kept = JSON.parse(sessionStorage.getItem(key)); } catch (damaged) { kept = null; }
    if (kept && kept.of !== location.href) kept = null;
  }
  if (kept) history.scrollRestoration = "manual";

  /* To be called once what is shown is as high as it was; again for each part that came later. */
  function restore() {
    if (!kept) return;
    boxes().forEach(function (box, n) {
      var place = kept.boxes[n];
      if (place) { box.scrollLeft = place[0]; box.scrollTop = place[1]; }
    });
    window.scrollTo(0, kept.y);
  }
  function settled() { kept = null; }
  window.addEventListener("load", function () {
    restore();
    // What is loaded late comes soon; a reader who scrolls goes first.
    setTimeout(settled, 4000);
    ["wheel", "touchstart", "keydown", "pointerdown"].forEach(function (what) { window.addEventListener(what, settled, { once: true, passive: true }); });
  });
  window.addEventListener("pagehide", function () {
    history.scrollRestoration = "auto";
    keep();
  });

  window.answerbookAddress = { get: get, set: set, link: link, restore: restore };
})();
