/* Small conveniences; every page works without them. */
(function () {
  "use strict";

  /* A link into a closed block opens the block. */
  function reveal() {
    var id = decodeURIComponent(location.hash.slice(1));
    var target = id && document.getElementById(id);
    if (!target) return;
    var opened = false;
    for (var at = target.parentElement; at; at = at.parentElement) {
      if (at.tagName === "DETAILS" && !at.open) {
        at.open = true;
        opened = true;
      }
    }
    if (opened) target.scrollIntoView();
  }

  function copied(link) {
    var before = link.textContent;
    if (link.dataset.busy) return;
    link.dataset.busy = "yes";
    link.textContent = "Link copied";
    setTimeout(function () {
      link.textContent = before;
      delete link.dataset.busy;
    }, 1600);
  }

  /* Without the clipboard (no permission, no secure context) the link still does what links do. */
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a.ab-copy");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!navigator.clipboard) return;
    if (link.classList.contains("ab-view")) event.preventDefault(); // it leads to where one is
    navigator.clipboard.writeText(link.href).then(
      function () { copied(link); },
      function () { /* the address bar shows the link */ }
    );
  });

  /* A table that is wider than its place scrolls; without a pointer, by the arrow keys once it has the focus. */
  function reachable() {
    document.querySelectorAll(".md-typeset__scrollwrap").forEach(function (box) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    });
  }
  window.addEventListener("load", reachable);
  window.addEventListener("resize", reachable);

  /* Paper shows everything. */
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll(".md-typeset details").forEach(function (block) { block.open = true; });
  });

  window.addEventListener("hashchange", reveal);
  if (window.document$) window.document$.subscribe(reveal);
  else reveal();
})();
