/* Small conveniences; every page works without them. */
(function () {
  "use strict";

  /* A text of the interface in the language of the site, which assets/words.js holds where it is not English; each #
     stands for one of the values that follow. */
  function say(text) {
    var values = [].slice.call(arguments, 1);
    return ((window.answerbookSays || {})[text] || text).replace(/#/g, function () { return values.shift(); });
  }
  window.answerbookSay = say;

  /* A link into a closed block opens the block. */
  function reveal() {
    var id = decodeURIComponent(location.hash.slice(1));
    var target = id && document.getElementById(id);
    if (!target) return;
    var within = target.parentElement.closest("details");
    for (var at = within; at; at = at.parentElement.closest("details")) at.open = true;
    if (within) target.scrollIntoView();
  }

  /* The entry of the contents for a place: its own or, for a line within a list, that of the heading above it. */
  function entry(target) {
    var above = null;
    document.querySelectorAll(".md-nav--secondary a.md-nav__link[href^='#']").forEach(function (link) {
      var place = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (place && (place === target || place.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING)) above = link;
    });
    return above;
  }

  /* At the end of a page the theme's contents mark the last entry, whichever one was followed. */
  function mark() {
    var root = document.documentElement;
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || window.scrollY + window.innerHeight < root.scrollHeight - 2) return;
    if (target.getBoundingClientRect().top >= window.innerHeight) return;
    var followed = entry(target);
    if (!followed) return;
    document.querySelectorAll(".md-nav--secondary a.md-nav__link").forEach(function (link) {
      var here = link === followed;
      if (link.classList.contains("md-nav__link--active") !== here) link.classList.toggle("md-nav__link--active", here);
    });
  }
  function watch() {
    var contents = document.querySelector(".md-nav--secondary");
    if (contents) new MutationObserver(mark).observe(contents, { attributes: true, attributeFilter: ["class"], subtree: true });
    mark();
  }

  /* On a phone the table of contents closes once an entry was chosen. */
  document.addEventListener("click", function (event) {
    var open = document.querySelector(".ab-contents[open]");
    if (open && (!open.contains(event.target) || event.target.closest("a"))) open.open = false;
  });

  function copied(link) {
    var before = link.textContent;
    if (link.dataset.busy) return;
    link.dataset.busy = "yes";
    link.textContent = say("Link copied");
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

  function arrive() {
    reveal();
    watch();
  }
  window.addEventListener("hashchange", function () { reveal(); mark(); });
  if (window.document$) window.document$.subscribe(arrive);
  else arrive();
})();
