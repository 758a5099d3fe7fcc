/* The page of an answer: copying. Without it the first action is a link to the page, and nothing is missing. */
(function () {
  "use strict";

  var actions = document.querySelector(".actions");
  var told = actions && actions.nextElementSibling;
  if (!told) return;

  function squeezed(node) { return node ? node.textContent.replace(/\s+/g, " ").trim() : ""; }

  /* Where there is no clipboard (an old browser, no permission), what is selected can still be copied. */
  function byHand(text) {
    var field = document.createElement("textarea");
    field.value = text;
    field.setAttribute("readonly", "");
    field.className = "aloof";
    document.body.appendChild(field);
    field.select();
    var done = document.execCommand("copy");
    field.remove();
    return done ? Promise.resolve() : Promise.reject(new Error("not allowed"));
  }

  function copy(text, source) {
    var asked = navigator.clipboard ? navigator.clipboard.writeText(text).catch(function () { return byHand(text); }) : byHand(text);
    asked.then(
      function () { told.textContent = told.dataset.done; },
      function () { told.textContent = told.dataset.failed; }
    ).then(function () {
      source.focus();
      setTimeout(function () { told.textContent = ""; }, 4000);
    });
  }

  function bare(address) { return /^http/.test(address) ? address.replace(/(index\.html)?(#.*)?$/, "") : address; }

  function withSource() {
    var answer = document.querySelector(".answer");
    var spoken = answer && answer.cloneNode(true);
    if (spoken) spoken.querySelectorAll("a").forEach(function (cite) { cite.textContent = " [" + cite.textContent + "]"; });
    var lines = [
      squeezed(document.querySelector("h1")),
      squeezed(document.querySelector(".status")) + ". " + squeezed(spoken || document.querySelector(".reason"))
    ];
    document.querySelectorAll(".quotes .evidence > li").forEach(function (quote) {
      var place = quote.querySelector(".place > span");
      lines.push((quote.hasAttribute("value") ? "[" + quote.value + "] " : "") + "\u201C" + squeezed(quote.querySelector("blockquote")) + "\u201D" + (place ? " (" + squeezed(place) + ")" : ""));
    });
    var cite = squeezed(document.querySelector(".cite"));
    lines.push(/https?:\/\/\S+$/.test(cite) || !/^http/.test(location.protocol) ? cite : cite + " " + bare(location.href));
    return lines.join("\n\n") + "\n";
  }

  var link = actions.querySelector("[data-copy]");
  if (link) {
    link.textContent = link.dataset.copy;
    link.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      copy(bare(link.href), link);
    });
  }
  var button = actions.querySelector("button");
  button.hidden = false;
  button.addEventListener("click", function () { copy(withSource(), button); });

  /* Within another page, links lead out of the frame. */
  if (window !== window.top) document.querySelectorAll("a[href]").forEach(function (each) { each.target = "_top"; });
})();
