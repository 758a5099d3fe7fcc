/* Asks for the file that own-copy-search.js reads. */
(function () {
  "use strict";

  var place = document.querySelector("[data-own-copy]");
  var base = document.currentScript.src.replace(/[^/]*$/, "");
  if (!place) return;

  function made(tag, text) {
    var element = document.createElement(tag);
    element.textContent = text || "";
    return element;
  }

  var line = made("p", "Have the paper? Drop your copy on this page or ");
  var chosen = made("input");
  var choose = made("button", "choose the file");
  var told = made("p");
  chosen.type = "file";
  chosen.hidden = true;
  choose.type = "button";
  told.setAttribute("role", "status");
  choose.onclick = function () { chosen.click(); };
  chosen.onchange = function () {
    read(chosen.files);
    chosen.value = "";
  };
  line.append(choose, chosen, ": it stays in your browser, and each quote is shown in it.");
  place.append(line, told);

  function read(files) {
    var file = files[0];
    if (!file) return;
    if (window.readOwnCopy) return window.readOwnCopy(file, told, base);
    told.textContent = "Reading …";
    var script = made("script");
    script.src = base + "own-copy-search.js";
    script.onload = function () { window.readOwnCopy(file, told, base); };
    script.onerror = function () { told.textContent = "The script that reads files could not be loaded."; };
    document.head.append(script);
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
