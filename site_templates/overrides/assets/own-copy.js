/* Drop your own copy: the paper may not be shown here, so its reader's own file is searched for the quotes.
   This asks for the file; what reads it is loaded only then, and nothing of it leaves the browser. */
(function () {
  "use strict";

  var place = document.querySelector("[data-own-copy]");
  var base = document.currentScript.src.replace(/[^/]*$/, "");
  if (!place || !window.FileReader) return;

  function made(tag, text) {
    var element = document.createElement(tag);
    if (text) element.textContent = text;
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
  choose.addEventListener("click", function () { chosen.click(); });
  chosen.addEventListener("change", function () {
    if (chosen.files.length) read(chosen.files[0]);
    chosen.value = "";
  });
  line.append(choose, chosen, ": it stays in your browser, and each quote is shown in it.");
  place.append(line, told);

  function read(file) {
    if (window.readOwnCopy) return window.readOwnCopy(file, told, base);
    told.textContent = "Reading …";
    var script = made("script");
    script.src = base + "own-copy-search.js";
    script.onload = function () { window.readOwnCopy(file, told, base); };
    script.onerror = function () { told.textContent = "The part of this site that reads files could not be loaded."; };
    document.head.append(script);
  }

  function isFile(event) {
    return event.dataTransfer && Array.prototype.indexOf.call(event.dataTransfer.types, "Files") >= 0;
  }

  document.addEventListener("dragover", function (event) {
    if (!isFile(event)) return;
    event.preventDefault();
    place.classList.add("dropping");
  });
  document.addEventListener("dragleave", function (event) {
    if (!event.relatedTarget) place.classList.remove("dropping");
  });
  document.addEventListener("drop", function (event) {
    if (!isFile(event)) return;
    event.preventDefault();
    place.classList.remove("dropping");
    if (event.dataTransfer.files.length) read(event.dataTransfer.files[0]);
  });
})();
