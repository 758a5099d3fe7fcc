/* The card next to a cell of the matrix, at the pointer or the focus: the question, the paper, the status and the
   first words of the answer. It stays while the pointer is on it, and Esc puts it away. */
(function () {
  "use strict";

  function element(tag, name, text) {
    var made = document.createElement(tag);
    if (name) made.className = name;
    if (text) made.textContent = text;
    return made;
  }

  /* table: whose links have cards. about: link -> {title} or {status, label, title, question, paper, words}, or null. */
  window.answerbookCard = function (table, about) {
    var shown = null, timer = 0;
    var box = element("div", "ab-card");
    box.id = "ab-card-" + table.dataset.first;
    box.setAttribute("role", "tooltip");
    box.hidden = true;
    table.closest(".ab-board").appendChild(box);

    function place() {
      if (!shown) return;
      var at = shown.getBoundingClientRect();
      var room = document.documentElement.clientWidth;
      var left = Math.min(Math.max(8, at.left + at.width / 2 - box.offsetWidth / 2), room - box.offsetWidth - 8);
      var below = at.bottom + 6 + box.offsetHeight < window.innerHeight;
      box.style.left = left + "px";
      box.style.top = (below ? at.bottom + 6 : at.top - box.offsetHeight - 6) + "px";
    }
    function hide() {
      clearTimeout(timer);
      if (shown) shown.removeAttribute("aria-describedby");
      shown = null;
      box.hidden = true;
    }
    function show(link) {
      clearTimeout(timer);
      var told = about(link);
      if (!told || shown === link) return;
      hide();
      shown = link;
      box.textContent = "";
      if (told.status) {
        var line = box.appendChild(element("p", "ab-card-status ab-" + told.status));
        line.appendChild(element("span", "ab-sign"));
        line.appendChild(element("b", "", told.title));
        line.appendChild(document.createTextNode(" " + told.label + (told.band ? " · " + told.band : "") + (told.split ? " · " + told.split : "") + (told.people ? " · " + told.people : "")));
        box.appendChild(element("p", "ab-card-paper", told.paper));
        var words = box.appendChild(element("p", "ab-card-words"));
        told.words.then(function (text) {
          if (shown !== link) return;
          words.textContent = text;
          words.hidden = !text;
          place();
        });
        box.appendChild(element("p", "ab-card-question", told.question));
      } else {
        box.appendChild(element("p", "ab-card-question", told.title));
      }
      box.hidden = false;
      link.setAttribute("aria-describedby", box.id);
      place();
    }

    table.addEventListener("pointerover", function (event) {
      var link = event.pointerType !== "touch" && event.target.closest("tbody td a, thead a");
      if (!link) return;
      clearTimeout(timer);
      timer = setTimeout(function () { show(link); }, shown ? 30 : 180);
    });
    table.addEventListener("pointerout", function (event) {
      if (event.target.closest("a") && event.target.closest("a") !== document.activeElement) away();
    });
    function away() {
      clearTimeout(timer);
      timer = setTimeout(hide, 200);
    }
    box.addEventListener("pointerenter", function () { clearTimeout(timer); });
    box.addEventListener("pointerleave", away);
    table.addEventListener("focusin", function (event) {
      var link = event.target.closest("tbody td a, thead a");
      if (link && link.matches(":focus-visible")) show(link);
      else hide();
    });
    table.addEventListener("focusout", away);
    document.addEventListener("keydown", function (event) { if (event.key === "Escape" && shown) hide(); });
    window.addEventListener("scroll", place, true);
    window.addEventListener("resize", hide);
  };
})();
