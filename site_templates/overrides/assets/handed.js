/* Reads the data of the matrix, part by part, for the pages that compare papers and draw charts. The data are scripts,
   not JSON, because a page that was opened from a disk may not read JSON. */
(function () {
  "use strict";

  var say = window.answerbookSay;
  var STATUS = { r: ["reported", say("Reported")], p: ["partly-reported", say("Partly reported")], n: ["not-reported", say("Not reported")], a: ["not-applicable", say("Does not apply")], f: ["failed", say("Failed")], m: ["missing", say("Not asked")] };
  var BANDS = { s: "sure", l: "likely", u: "unsure" };
  var PEOPLE = { c: say("reviewed: confirmed"), x: say("reviewed: corrected"), d: say("reviewed: disputed"), s: say("reviewed: reviewers disagree") };

  // matrix.js is on every page, and comes first.
  var shared = window.answerbookShared;
  if (!shared) return;
  var load = shared.load;

  /* The papers of a collection, from the data attributes of a page's section. */
  function papers(from) {
    var perPart = Number(from.perPart), perFile = Number(from.perFile), size = Number(from.size);
    var parts = Math.ceil(size / perPart);

    function rowsOf(number) {
      var part = window.answerbookRows[number];
      return part.papers.map(function (paper, n) {
        return {
          n: number * perPart + n, id: paper[0], name: paper[1], title: paper[2], year: paper[3], venue: part.venues[paper[5]] || "",
          cell: function (column) {
            var sign = paper[4][column];
            return {
              code: sign.toLowerCase(), split: sign !== sign.toLowerCase(),
              people: PEOPLE[(paper[7] || "")[column]], band: BANDS[(paper[8] || "")[column]]
            };
          }
        };
      });
    }
    function part(number) {
      return load(from.rows + number + ".js").then(function () { return rowsOf(number); });
    }
    function all() {
      var numbers = [];
      for (var n = 0; n < parts; n++) numbers.push(n);
      return Promise.all(numbers.map(part)).then(function (rows) { return Array.prototype.concat.apply([], rows); });
    }
    /* Find the paper with an id, part after part; null if there is none. */
    function find(id, number) {
      number = number || 0;
      if (!id || number >= parts) return Promise.resolve(null);
      return part(number).then(function (rows) {
        var found = rows.filter(function (row) { return row.id === id; })[0];
        return found || find(id, number + 1);
      });
    }
    /* First words and id of each answer about a paper. */
    function answers(row) {
      var file = Math.floor(row.n / perFile), place = row.n % perFile;
      return Promise.all([load(from.words + file + ".js"), load(from.ids + file + ".js")]).then(function () {
        return { words: window.answerbookWords[file][place], ids: window.answerbookIds[file][place] };
      });
    }
    return { all: all, find: find, answers: answers };
  }

  window.answerbookHanded = { STATUS: STATUS, element: shared.element, sureness: shared.sureness, load: load, papers: papers };
})();
