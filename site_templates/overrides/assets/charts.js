/* Charts of what papers report: readers choose questions, and group papers by year, venue or tag. The address holds the
   choices (charts.html?questions=a,b&by=year); the picture and its data can be saved. */
(function () {
  "use strict";

  var say = window.answerbookSay;
  var handed = window.answerbookHanded, address = window.answerbookAddress;
  var section = document.querySelector(".ab-drawing");
  if (!section || !handed || !address) return;
  var element = handed.element;
  var COUNTED = ["reported", "partly_reported", "not_reported", "not_sure", "not_applicable", "failed", "missing"];
  var OUT = { not_sure: true, not_applicable: true };
  var PAPER = { ink: "#1c2530", soft: "#55606d", told: "#0f766e", partly: "#b1510a", rest: "#e3e6ea", ground: "#ffffff" };
  var FONT = "system-ui, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";
  var WIDE = 760;

  function all(root, what) { return Array.prototype.slice.call(root.querySelectorAll(what)); }
  var part = function (name) { return section.querySelector(".ab-" + name); };
  var by = part("by"), canvas = part("canvas"), hint = part("hint");
  var boxes = all(section, ".ab-picks input");
  var questions = boxes.map(function (box, column) { return { id: box.value, label: box.nextElementSibling.textContent, column: column }; });
  var source = part("origin").textContent;

  /* ---- What is drawn ---- */

  function chosen() { return questions.filter(function (question, n) { return boxes[n].checked; }); }

  /* Panels of rows: a question with its groups, or all questions where papers are not grouped. */
  function panels() {
    var groups = window.answerbookCounts[by.value] || [];
    var asked = chosen();
    if (by.value === "all") return asked.length ? [{ title: say("Share of papers that report it"), rows: asked.map(function (q) { return row(q, groups[0], q.label); }) }] : [];
    return asked.map(function (q) {
      return { title: q.label, rows: groups.map(function (group) { return row(q, group, group[0]); }) };
    });
  }
  function row(question, group, label) {
    var found = { question: question, group: group[0], papers: group[1], label: label, total: 0 };
    COUNTED.forEach(function (key, n) {
      found[key] = group[2][question.column][n] || 0;
      if (!OUT[key]) found.total += found[key];
    });
    found.told = found.reported + found.partly_reported;
    var estimate = group[3] && group[3][question.column];
    found.estimate = estimate && estimate.length ? estimate.map(function (share) { return share / 1000; }) : null;
    return found;
  }
  function whole(share) { return Math.round(100 * share); }
  /* The estimate in words: 41 % (30 to 55 %). */
  function spelled(row) {
    if (!row.estimate) return "–";
    return say("# % (# to # %)", whole(row.estimate[0]), whole(row.estimate[1]), whole(row.estimate[2]));
  }
  function percent(row) { return row.total ? Math.round(100 * row.told / row.total) + " %" : "–"; }

  function estimated(shown) { return shown.some(function (panel) { return panel.rows.some(function (row) { return row.estimate; }); }); }

  /* The chart in words, for those who cannot see it: all its numbers, row by row. */
  function inWords(shown) {
    return shown.map(function (panel) {
      return panel.title + ": " + panel.rows.map(function (row) {
        return row.label + " " + percent(row) + ", " + say("# of #", row.told, row.total) + (row.estimate ? ", " + say("95 % interval # to # %", whole(row.estimate[1]), whole(row.estimate[2])) : "");
      }).join("; ") + ".";
    }).join(" ");
  }

  var measure = document.createElement("canvas").getContext("2d");
  function fitted(text, width, size) {
    measure.font = size + "px " + FONT;
    if (measure.measureText(text).width <= width) return text;
    while (text && measure.measureText(text + "…").width > width) text = text.slice(0, -1);
    return text.trim() + "…";
  }

  /* Rectangles and texts, for the page, for a file, and for a picture alike. */
  function marks(shown, width) {
    var left = Math.round(width * 0.28), right = 118, room = width - left - right, y = 0, made = [];
    var text = function (x, y, words, role, more) { made.push(Object.assign({ x: x, y: y, text: words, role: role, size: 13 }, more)); };
    var rect = function (x, y, w, h, role) { if (w > 0) made.push({ x: x, y: y, w: w, h: h, role: role }); };
    var bounded = estimated(shown);
    shown.forEach(function (panel) {
      y += 26;
      text(0, y, fitted(panel.title, width, 16), "ink", { weight: 600, size: 15 });
      y += 10;
      panel.rows.forEach(function (row) {
        var share = function (count) { return row.total ? room * count / row.total : 0; };
        text(left - 10, y + 15, fitted(row.label, left - 10, 13), "ink", { anchor: "end" });
        rect(left, y + 3, room, 16, "rest");
        rect(left, y + 3, share(row.reported), 16, "told");
        rect(left + share(row.reported), y + 3, share(row.partly_reported), 16, "partly");
        text(left + room + 8, y + 15, percent(row), "ink", { weight: 600 });
        text(width, y + 15, say("# of #", row.told, row.total), "soft", { anchor: "end" });
        if (row.estimate) rect(left + room * row.estimate[1], y + 21, Math.max(2, room * (row.estimate[2] - row.estimate[1])), 1.5, "ink");
        y += bounded ? 26 : 23;
      });
      y += 8;
    });
    y += 18;
    [["told", say("Reported")], ["partly", say("Partly reported")], ["rest", say("Neither")]].reduce(function (x, one) {
      rect(x, y - 10, 12, 12, one[0]);
      text(x + 18, y, one[1], "soft", { size: 12 });
      measure.font = "12px " + FONT;
      return x + 18 + measure.measureText(one[1]).width + 22;
    }, 0);
    if (bounded) {
      y += 20;
      rect(0, y - 5, 12, 1.5, "ink");
      text(18, y, fitted(say("95 % interval of the share, corrected for wrong statuses"), width - 18, 12), "soft", { size: 12 });
    }
    y += 20;
    text(0, y, fitted(source, width, 12), "soft", { size: 12 });
    return { marks: made, width: width, height: y + 10, words: inWords(shown) };
  }

  var SVG = "http://www.w3.org/2000/svg";
  function svg(drawn, forFile) {
    var root = document.createElementNS(SVG, "svg");
    var put = function (name, values, parent) {
      var made = (parent || root).appendChild(document.createElementNS(SVG, name));
      Object.keys(values).forEach(function (key) { if (values[key]) made.setAttribute(key, values[key]); });
      return made;
    };
    root.setAttribute("viewBox", "0 0 " + drawn.width + " " + drawn.height);
    root.setAttribute("width", drawn.width);
    root.setAttribute("height", drawn.height);
    root.setAttribute("role", "img");
    root.setAttribute("aria-label", drawn.words);
    if (forFile) {
      root.setAttribute("font-family", FONT);
      put("rect", { width: drawn.width, height: drawn.height, fill: PAPER.ground });
    }
    drawn.marks.forEach(function (mark) {
      var look = forFile ? { fill: PAPER[mark.role] } : { "class": "ab-fill-" + mark.role };
      if (mark.text === undefined) put("rect", Object.assign({ x: String(mark.x), y: mark.y, width: mark.w, height: mark.h }, look));
      else put("text", Object.assign({ x: String(mark.x), y: mark.y, "font-size": mark.size, "font-weight": mark.weight, "text-anchor": mark.anchor }, look)).textContent = mark.text;
    });
    return root;
  }
  function picture(drawn) {
    var made = document.createElement("canvas"), scale = 2;
    made.width = drawn.width * scale;
    made.height = drawn.height * scale;
    var pen = made.getContext("2d");
    pen.scale(scale, scale);
    pen.fillStyle = PAPER.ground;
    pen.fillRect(0, 0, drawn.width, drawn.height);
    drawn.marks.forEach(function (mark) {
      pen.fillStyle = PAPER[mark.role];
      if (mark.text === undefined) { pen.fillRect(mark.x, mark.y, mark.w, mark.h); return; }
      pen.font = (mark.weight || 400) + " " + mark.size + "px " + FONT;
      pen.textAlign = mark.anchor === "end" ? "right" : "left";
      pen.fillText(mark.text, mark.x, mark.y);
    });
    return made;
  }

  /* ---- The numbers ---- */

  function numbers(shown) {
    var head = [say("Question"), say("Papers"), say("Share"), say("Answered"), say("Of"), say("Corrected (95 % interval)")].concat([say("Reported"), say("Partly reported"), say("Not reported"), say("Not sure"), say("Does not apply"), say("Failed"), say("Not asked")]);
    var behind = part("behind");
    var table = behind.querySelector("table");
    table.textContent = "";
    var line = table.createTHead().insertRow(), body = table.createTBody();
    head.forEach(function (name) { line.appendChild(element("th", "", name)).scope = "col"; });
    shown.forEach(function (panel) {
      panel.rows.forEach(function (row) {
        var made = body.insertRow();
        made.appendChild(element("th", "", row.question.label)).scope = "row";
        [row.group, percent(row), row.told, row.total, spelled(row)].concat(COUNTED.map(function (key) { return row[key]; })).forEach(function (value) {
          made.insertCell().textContent = String(value);
        });
      });
    });
  }
  function csv(shown) {
    var cell = function (value) {
      var text = String(value);
      // What a spreadsheet would compute is text.
      if (/^[=+\-@＝＋－＠]/.test(text)) text = "'" + text;
      return /[",\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
    };
    var lines = [["question", "by", "group", "papers", "share", "answered", "of", "estimate", "lower", "upper"].concat(COUNTED)];
    shown.forEach(function (panel) {
      panel.rows.forEach(function (row) {
        lines.push([row.question.id, by.value, row.group, row.papers, row.total ? (row.told / row.total).toFixed(4) : "", row.told, row.total].concat(row.estimate || ["", "", ""], COUNTED.map(function (key) { return row[key]; })));
      });
    });
    return lines.map(function (line) { return line.map(cell).join(","); }).join("\r\n") + "\r\n";
  }

  /* ---- The page ---- */

  function save(blob, ending) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = "chart-" + (by.value === "all" ? "questions" : by.value) + "." + ending;
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
  }
  part("save-svg").addEventListener("click", function () {
    var file = svg(marks(panels(), WIDE), true);
    file.setAttribute("xmlns", SVG);
    save(new Blob([new XMLSerializer().serializeToString(file)], { type: "image/svg+xml" }), "svg");
  });
  part("save-png").addEventListener("click", function () {
    picture(marks(panels(), WIDE)).toBlob(function (blob) { save(blob, "png"); }, "image/png");
  });
  part("save-csv").addEventListener("click", function () {
    save(new Blob([csv(panels())], { type: "text/csv;charset=utf-8" }), "csv");
  });

  function draw() {
    var shown = panels();
    address.set({ questions: chosen().map(function (q) { return q.id; }).join(","), by: by.value === "all" ? "" : by.value });
    address.link(part("view"), true);
    canvas.textContent = "";
    var none = !shown.length;
    canvas.hidden = part("behind").hidden = part("actions").hidden = none;
    hint.textContent = none ? say("Choose a question.") : "";
    if (none) return;
    canvas.appendChild(svg(marks(shown, Math.max(300, Math.min(WIDE, canvas.clientWidth || WIDE)))));
    numbers(shown);
  }

  handed.load(section.dataset.counts).then(function () {
    var wanted = address.get("questions").split(",");
    questions.forEach(function (question, n) { boxes[n].checked = wanted.indexOf(question.id) >= 0; });
    // Who asks for no chart sees one: the first group of questions.
    if (!wanted[0]) all(section.querySelector(".ab-picks fieldset"), "input").forEach(function (box) { box.checked = true; });
    var group = address.get("by");
    if (all(by, "option").some(function (option) { return option.value === group; })) by.value = group;
    boxes.forEach(function (box) {
      box.addEventListener("change", draw);
      if (box.checked) box.closest("details").open = true;
    });
    by.addEventListener("change", draw);
    part("without").remove();
    part("draw").hidden = false;
    draw();
    address.restore();
    var width = canvas.clientWidth;
    window.addEventListener("resize", function () {
      if (canvas.clientWidth !== width) { width = canvas.clientWidth; draw(); }
    });
  }, function () { part("without").textContent = say("The numbers could not be loaded."); });
})();
