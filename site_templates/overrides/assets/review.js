/* The form for a review: makes the file that `answerbook reviews import` reads, to download or to propose in
   the repository. Nothing is sent from here. Without it the page says how to write such a file. */
(function () {
  "use strict";

  var say = window.answerbookSay;
  var form = document.querySelector(".ab-review-form");
  if (!form) return;

  var PARTS = /^\?review=([0-9a-f]{16,24})&([a-z0-9._-]+)&([a-z0-9_-]+)$/;

  function field(name) { return form.querySelector("[data-field='" + name + "']"); }

  function value(name) { return field(name).value.replace(/\s+/g, " ").trim(); }

  /* JSON is YAML: text in double quotes stays text, whatever it contains. */
  function line(name, text) { return "  " + name + ": " + JSON.stringify(text) + "\n"; }

  function today() {
    var now = new Date();
    return [now.getFullYear(), ("0" + (now.getMonth() + 1)).slice(-2), ("0" + now.getDate()).slice(-2)].join("-");
  }

  function text() {
    var corrected = value("verdict") === "corrected";
    var told = /^(partly_)?reported$/.test(value("status"));
    var out = "- paper: " + JSON.stringify(value("paper")) + "\n" + line("answer", value("answer")) +
      line("question", value("question")) + "  verdict: " + value("verdict") + "\n";
    if (corrected) {
      out += "  status: " + value("status") + "\n";
      if (told && value("quote")) out += "  quotes: [" + JSON.stringify(value("quote")) + "]\n";
      if (told && !value("quote") && value("text")) out += line("text", value("text"));
    }
    out += line("name", value("name")) + "  date: " + today() + "\n";
    return value("note") ? out + line("note", value("note")) : out;
  }

  function missing() {
    if (!value("answer") || !value("paper") || !value("question")) return say("Open this form from the page of an answer.");
    if (!value("name")) return say("Enter your name.");
    var told = /^(partly_)?reported$/.test(value("status"));
    if (value("verdict") === "corrected" && told && !value("quote") && !value("text")) return say("Copy the words of the paper that answer the question, or write the answer.");
    return "";
  }

  function name() { return value("paper") + "." + value("answer").slice(0, 8) + ".yml"; }

  function target() {
    var files = form.getAttribute("data-files");
    var issues = form.getAttribute("data-issues");
    if (files) return files + "?filename=" + encodeURIComponent(name()) + "&value=" + encodeURIComponent(text());
    var title = "Review: " + value("verdict") + ", " + value("question") + ", " + value("paper");
    return issues.split("{body}").map(function (part) {
      return part.split("{title}").join(encodeURIComponent(title));
    }).join(encodeURIComponent("```yaml\n" + text() + "```\n"));
  }

  function update() {
    var corrected = value("verdict") === "corrected";
    form.querySelectorAll("[data-for='corrected']").forEach(function (part) { part.hidden = !corrected; });
    var why = missing();
    form.querySelector(".ab-review-told").textContent = why;
    form.querySelector(".ab-review-text").textContent = why ? "" : text();
    form.querySelector("button").disabled = !!why;
    var link = form.querySelector(".ab-review-propose");
    if (!link) return;
    if (why) link.removeAttribute("href");
    else link.href = target();
  }

  /* Which answer it is, in words: the question as it is asked, the paper as it is cited; ids of what is no longer here. */
  function named(paper, question) {
    var asked = document.querySelector(".ab-review-asked [data-id='" + question + "'] a");
    var line = form.querySelector(".ab-review-question"), cited = form.querySelector(".ab-review-paper");
    line.textContent = asked ? asked.textContent : question;
    if (asked) line.href = asked.href;
    cited.textContent = paper;
    cited.href = "../" + encodeURIComponent(paper) + ".html#" + question;
    if (!window.answerbookHanded) return;
    window.answerbookHanded.papers(form.dataset).find(paper).then(function (row) {
      if (row) cited.textContent = row.name;
    }, function () { /* the id stays */ });
  }

  function fill() {
    var found = PARTS.exec(location.search);
    if (!found) return; // nothing to review yet: the list below leads to answers
    field("answer").value = found[1];
    field("paper").value = found[2];
    field("question").value = found[3];
    form.querySelector(".ab-review-of").href = "../../a/" + found[1] + "/index.html";
    named(found[2], found[3]);
    update();
    form.hidden = false;
    form.scrollIntoView();
  }

  form.querySelector("button").addEventListener("click", function () {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text()], { type: "text/yaml" }));
    link.download = name();
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
  });
  form.addEventListener("input", update);
  fill();
})();
