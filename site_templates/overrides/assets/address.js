/* Views that can be linked: the query of the address holds what readers chose, and Back returns to it and to where
   they had scrolled. Works from a disk too; if the browser refuses, the page works without it. */
(function () {
  "use strict";

  function query() { return new URLSearchParams(location.search); }

  /* Return the value of a name in the address; "" if there is none. */
  function get(name) { return query().get(name) || ""; }

  /* Set names to values; "" removes a name. */
  function set(values) {
    var now = query();
    Object.keys(values).forEach(function (name) {
      if (values[name]) now.set(name, values[name]);
      else now.delete(name);
    });
    // Commas separate statuses and papers, and need no escape in a query.
    var text = now.toString().replace(/%2C/g, ",");
    var address = location.pathname + (text ? "?" + text : "") + location.hash;
    if (address === location.pathname + location.search + location.hash) return;
    try { history.replaceState(history.state, "", address); } catch (refused) { /* the view still shows */ }
  }

  /* Update the link to the view; it is shown if the view differs from the initial page. */
  function link(anchor, differs) {
    if (!anchor) return;
    anchor.hidden = !differs;
    anchor.href = location.href.replace(location.hash, "");
  }

  /* Scroll positions. Boxes: the elements that scroll within the page, in order. */
  var key = "answerbook:" + location.pathname;
  function boxes() { return Array.prototype.slice.call(document.querySelectorAll(".ab-scroll")); }
  function keep() {
    var places = boxes().map(function (box) { return [box.scrollLeft, box.scrollTop]; });
    try { sessionStorage.setItem(key, JSON.stringify({ of: location.href, y: window.scrollY, boxes: places })); } catch (full) { /* then it is not kept */ }
  }
  var kept = null;
  var entry = performance.getEntriesByType("navigation")[0];
  if (entry && (entry.type === "back_forward" || entry.type === "reload")) {
    try { kept = JSON.parse(sessionStorage.getItem(key)); } catch (damaged) { kept = null; }
    if (kept && kept.of !== location.href) kept = null;
  }
  if (kept) history.scrollRestoration = "manual";

  /* Call this once the content is as high as it was, and again for each part that is loaded later. */
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
    // Late content arrives within this time; after that, or once the reader scrolls, nothing is restored.
    setTimeout(settled, 4000);
    ["wheel", "touchstart", "keydown", "pointerdown"].forEach(function (what) { window.addEventListener(what, settled, { once: true, passive: true }); });
  });
  window.addEventListener("pagehide", function () {
    history.scrollRestoration = "auto";
    keep();
  });

  window.answerbookAddress = { get: get, set: set, link: link, restore: restore };
})();
