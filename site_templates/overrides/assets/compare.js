/* Two papers side by side; the address names them: compare.html#a,b. */
(function () {
  "use strict";

  var handed = window.answerbookHanded;
  var section = document.querySelector(".ab-beside");
  if (!section || !handed) return;
  var say = window.answerbookSay, element = handed.element, STATUS = handed.STATUS;
  var papers = handed.papers(section.dataset);
  var fields = Array.prototype.slice.call(section.querySelectorAll(".ab-side input"));
  var table = section.querySelector(".ab-sheet"), box = table.parentElement;
  var heads = Array.prototype.slice.call(table.querySelectorAll("thead .ab-paper"));
  var questions = Array.prototype.map.call(table.querySelectorAll("tbody tr"), function (line) {
    return { line: line, id: line.dataset.id, cells: line.querySelectorAll("td") };
  });
  var said = section.querySelector(".ab-compared");
  var TELLS = { r: true, p: true };

  function wanted() {
    return location.hash.slice(1).split(",").slice(0, 2).map(function (id) {
      try { return decodeURIComponent(id); } catch (damaged) { return ""; }
    });
  }
  function page(row) { return "papers/" + encodeURIComponent(row.id) + ".html"; }

  function fill(cell, row, column, answers) {
    var at = row.cell(column), status = STATUS[at.code];
    cell.textContent = "";
    cell.className = "ab-" + status[0];
    var line = cell.appendChild(element("p", "ab-cell-status"));
    line.append(element("span", "ab-sign"), element("b", "", status[1]));
    if (at.band && at.band !== "sure") line.append(" ", element("span", "ab-band ab-band-" + at.band, handed.sureness[at.band]));
    if (at.split) line.append(" · ", element("span", "ab-of", say("models disagree")));
    if (at.people) line.append(" · ", element("span", "ab-of", at.people));
    if (answers.words[column] && TELLS[at.code]) cell.appendChild(element("p", "ab-cell-words", answers.words[column]));
    var links = cell.appendChild(element("p", "ab-place"));
    var evidence = links.appendChild(element("a", "", TELLS[at.code] ? say("Evidence") : say("On the paper’s page")));
    evidence.href = page(row) + "#" + questions[column].id;
    if (answers.ids[column]) {
      var permanent = element("a", "", say("Permanent link"));
      permanent.href = "a/" + answers.ids[column] + "/index.html";
      links.append(" · ", permanent);
    }
  }

  /* How counts take a cell, as on the other pages: an answer that is likely at best counts for nothing. */
  function counted(row, column) {
    var at = row.cell(column);
    return at.band === "likely" || at.band === "unsure" ? "?" : at.code;
  }
  /* Sort the rows into parts: the papers differ, both report, neither reports, an answer is not sure, the question is not
     for both. */
  function arrange(two) {
    var parts = [[], [], [], [], []];
    questions.forEach(function (question, column) {
      var codes = two.map(function (row) { return counted(row, column); });
      parts[codes.indexOf("a") >= 0 ? 4 : codes.indexOf("?") >= 0 ? 3 : codes[0] !== codes[1] ? 0 : TELLS[codes[0]] ? 1 : 2].push(question);
    });
    Array.prototype.slice.call(table.tBodies).forEach(function (body) { body.remove(); });
    [say("They differ"), say("Both report"), say("Neither reports"), say("Not sure for one of them, or for both"), say("Does not apply to one of them, or to both")].forEach(function (title, n) {
      if (!parts[n].length) return;
      var body = table.appendChild(element("tbody"));
      var head = body.insertRow().appendChild(element("th", "ab-part", title + " "));
      head.scope = "rowgroup";
      head.colSpan = 3;
      head.appendChild(element("span", "ab-number", String(parts[n].length)));
      parts[n].forEach(function (question) { body.appendChild(question.line); });
    });
    return parts;
  }
  function howMany(codes, some) { return codes.filter(function (code) { return some.indexOf(code) >= 0; }).length; }
  /* The headline: what is sure or reviewed, and what that leaves out. */
  function headline(two, differ) {
    var codes = two.map(function (row) {
      return questions.map(function (question, column) { return counted(row, column); });
    });
    var told = codes.map(function (each) { return [howMany(each, "rp"), each.length - howMany(each, "?a")]; });
    var both = codes[0].concat(codes[1]), unsure = howMany(both, "?"), beside = howMany(both, "a");
    var out = [];
    if (unsure) out.push(say(unsure === 1 ? "# answer that is not sure" : "# answers that are not sure", unsure));
    if (beside) out.push(say(beside === 1 ? "# that does not apply" : "# that do not apply", beside));
    return say("# reports on # of # questions, # on # of #.", two[0].name, told[0][0], told[0][1], two[1].name, told[1][0], told[1][1]) +
      " " + say("They differ on #.", differ) + (out.length ? " " + say("Left out of the count: #.", out.join(", ")) : "");
  }
  /* A name that is the beginning of the title says nothing beside it. */
  function isCut(row) { return row.name.slice(-1) === "…" && row.title.indexOf(row.name.slice(0, -1)) === 0; }

  function show(two) {
    return Promise.all(two.map(papers.answers)).then(function (answers) {
      two.forEach(function (row, side) {
        heads[side].textContent = "";
        var link = heads[side].appendChild(element("a", "", isCut(row) ? row.title : row.name));
        link.href = page(row);
        if (row.title !== row.name && !isCut(row)) heads[side].appendChild(element("span", "ab-row-title", row.title));
        questions.forEach(function (question, column) { fill(question.cells[side], row, column, answers[side]); });
      });
      var parts = arrange(two);
      said.textContent = headline(two, parts[0].length);
      box.hidden = false;
      var link = section.querySelector(".ab-view");
      link.href = location.href;
      link.hidden = false;
      document.title = say("# and #", two[0].name, two[1].name);
    });
  }

  function labelled(row) { return isCut(row) ? row.title : row.title === row.name ? row.name : row.name + ": " + row.title; }

  function update() {
    var ids = wanted();
    return Promise.all([papers.find(ids[0]), papers.find(ids[1])]).then(function (two) {
      two.forEach(function (row, side) { if (row) fields[side].value = labelled(row); });
      if (two[0] && two[1]) return show(two);
      box.hidden = true;
      var lost = ids.filter(function (id, side) { return id && !two[side]; });
      said.textContent = lost.length ? say("No paper here has the id #.", lost.join(", ")) : two[0] || two[1] ? say("Choose the paper to compare it with.") : say("Choose two papers.");
      var free = fields[two[0] ? 1 : 0];
      if (two[0] || two[1]) free.focus();
    }).catch(function () { said.textContent = say("The papers could not be loaded; their pages are in the list of papers."); });
  }

  /* Fill the menu with all papers when a field is first used. */
  var byLabel = null;
  function offer() {
    if (byLabel) return;
    byLabel = new Map();
    papers.all().then(function (rows) {
      var list = document.getElementById("page.papers");
      rows.forEach(function (row) {
        var label = labelled(row);
        if (byLabel.has(label)) label += " (" + row.id + ")";
        byLabel.set(label, row.id);
        list.appendChild(element("option")).value = label;
      });
    });
  }
  fields.forEach(function (field, side) {
    field.addEventListener("focus", offer);
    field.addEventListener("change", function () {
      var id = byLabel && byLabel.get(field.value);
      if (!id) return;
      var ids = wanted();
      ids[side] = id;
      location.hash = ids.map(function (one) { return encodeURIComponent(one || ""); }).join(",");
    });
  });
  window.addEventListener("hashchange", update);

  // A paper's own page names itself in the query: no anchor of this page bears its name.
  var one = new URLSearchParams(location.search).get("paper");
  if (one && !location.hash) {
    try { history.replaceState(null, "", location.pathname + "#" + encodeURIComponent(one)); } catch (refused) { location.hash = encodeURIComponent(one); }
  }

  section.querySelector(".ab-without").remove();
  section.querySelector(".ab-tools").hidden = false;
  update();
})();
