/* Asks for the file that own-copy-search.js reads. What both say is in English here; a site in another language has a
   file with the translations. */
(function () {
  "use strict";

  var place = document.querySelector("[data-own-copy]");
  var base = document.currentScript.src.replace(/[^/]*$/, "");
  if (!place) return;

  /* A text in the language of the site; each # stands for one of the numbers that follow. */
  function say(text) {
    var numbers = [].slice.call(arguments, 1);
    return ((window.ownCopyWords || {})[text] || text).replace(/#/g, function () { return numbers.shift(); });
  }

  function made(tag, text) {
    var element = document.createElement(tag);
    element.textContent = text || "";
    return element;
  }

  var told = made("p");

  function ask() {
    var line = made("p", say("Have the paper? Drop your copy on this page or") + " ");
    var chosen = made("input");
    var choose = made("button", say("choose the file"));
    chosen.type = "file";
    chosen.hidden = true;
    choose.type = "button";
    told.setAttribute("role", "status");
    choose.onclick = function () { chosen.click(); };
    chosen.onchange = function () {
      read(chosen.files);
      chosen.value = "";
    };
    line.append(choose, chosen, say(": it stays in your browser, and each quote is shown in it."));
    place.append(line, told);
  }

  function load(name, done, failed) {
    var script = made("script");
    script.src = base + name;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  }

  if (place.hasAttribute("data-words")) load("own-copy-words.js", ask, ask);
  else ask();

  function read(files) {
    var file = files[0];
    if (!file) return;
    if (window.readOwnCopy) return window.readOwnCopy(file, told, base, say);
    told.textContent = say("Reading …");
    load("own-copy-search.js", function () { window.readOwnCopy(file, told, base, say); }, function () {
      told.textContent = say("The script that reads files could not be loaded.");
    });
  }

  ["dragover", "dragleave", "drop"].forEach(function (type) {
    document.addEventListener(type, function (event) {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      place.classList.toggle("dropping", type === "dragover");
      if (type === "drop") read(event.dataTransfer.files);
    });
  });
})();
