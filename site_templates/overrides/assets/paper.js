/* The page of a paper: quotes in a card at their numbers, copying, citing. Without it numbers are links
   to the quotes below, and "Copy link" leads to the answer's own page. */
(function () {
  "use strict";

  var PAUSE = 220; /* ms in which the pointer may cross from a number to its card */
  var DONE = 1600; /* ms for which a button shows that it is done */

  function made(tag, name, text) {
    var element = document.createElement(tag);
    if (name) element.className = name;
    if (text) element.textContent = text;
    return element;
  }

  /* A text of the interface, in the language of the page. */
  function say(text) {
    var holder = document.querySelector("[data-say]");
    return holder && JSON.parse(holder.dataset.say)[text] || text;
  }

  function squeezed(text) {
    return text.replace(/\s+/g, " ").trim();
  }

  /* The card ------------------------------------------------------------------------------- */

  var card = null;
  var at = null; /* the number whose quote is shown */
  var leaving = 0;
  var touched = false;
  var closedFor = null; /* dismissed by Escape: stays away until the number is left */

  function close() {
    clearTimeout(leaving);
    if (card) card.remove();
    if (at) {
      at.removeAttribute("aria-describedby");
      at.removeAttribute("aria-expanded");
    }
    card = at = null;
  }

  function quoteOf(number) {
    var id = decodeURIComponent((number.getAttribute("href") || "").slice(1));
    var quote = id && document.getElementById(id);
    return quote && quote.querySelector(".ab-words") ? quote : null;
  }

  /* Spans only: the card is within a paragraph, right after its number, so that Tab goes into it. */
  function show(number) {
    clearTimeout(leaving);
    if (at === number) return;
    var quote = quoteOf(number);
    if (!quote) return;
    close();
    at = number;
    card = made("span", "ab-pop");
    card.id = "ab-pop";
    card.appendChild(made("strong", "", say("Evidence %(number)s").replace("%(number)s", number.textContent)));
    var words = made("span", "ab-words");
    quote.querySelector(".ab-words").childNodes.forEach(function (node) { words.appendChild(node.cloneNode(true)); });
    card.appendChild(words);
    var place = quote.querySelector(".ab-place");
    if (place && place.textContent.trim()) {
      var where = made("span", "ab-place");
      place.childNodes.forEach(function (node) { where.appendChild(node.cloneNode(true)); });
      card.appendChild(where);
    }
    number.setAttribute("aria-describedby", "ab-pop");
    number.setAttribute("aria-expanded", "true");
    number.closest("sup").after(card);
    put(number);
  }

  /* Below the number, else above it where the window ends; never wider than the answer. */
  function put(number) {
    var item = number.closest(".ab-item, .ab-row, article");
    var within = item.getBoundingClientRect();
    var box = number.getBoundingClientRect();
    var left = Math.min(box.left - within.left - 16, within.width - card.offsetWidth);
    var below = box.bottom + 4 + card.offsetHeight <= window.innerHeight || box.top < card.offsetHeight + 70;
    card.style.left = Math.max(0, left) + "px";
    card.style.top = (below ? box.bottom - within.top + 4 : box.top - within.top - card.offsetHeight - 4) + "px";
  }

  function numberAt(target) {
    return target.closest && target.closest(".ab-cites a");
  }

  document.addEventListener("pointerdown", function (event) {
    touched = event.pointerType === "touch";
    if (card && !card.contains(event.target) && numberAt(event.target) !== at) close();
  });
  document.addEventListener("pointerover", function (event) {
    if (event.pointerType === "touch") return;
    var number = numberAt(event.target);
    if (number && number !== closedFor) show(number);
    else if (card && (card.contains(event.target) || number === at)) clearTimeout(leaving);
    else if (card && !holds(document.activeElement)) {
      clearTimeout(leaving);
      leaving = setTimeout(close, PAUSE);
    }
    if (number !== closedFor) closedFor = null;
  });
  function holds(element) {
    return !!card && !!element && (card.contains(element) || (element === at && element.matches(":focus-visible")));
  }
  document.addEventListener("focusin", function (event) {
    var number = numberAt(event.target);
    if (number && !touched && number.matches(":focus-visible")) show(number);
    else if (card && !card.contains(event.target) && number !== at) close();
  });
  document.addEventListener("keydown", function (event) {
    touched = false;
    if (event.key !== "Escape") return;
    if (menu) closeMenu(true);
    if (!card) return;
    if (card.contains(document.activeElement)) at.focus();
    closedFor = at;
    close();
  });
  /* A first tap shows the quote, a second one follows the number. */
  document.addEventListener("click", function (event) {
    var number = numberAt(event.target);
    if (!number) return;
    if (touched && at !== number && quoteOf(number)) {
      event.preventDefault();
      show(number);
    } else {
      close();
    }
  });

  /* Copying -------------------------------------------------------------------------------- */

  function copy(text, button) {
    function told(words) {
      var before = button.textContent;
      if (button.dataset.busy) return;
      button.dataset.busy = "yes";
      button.textContent = words;
      announce(words);
      setTimeout(function () {
        button.textContent = before;
        delete button.dataset.busy;
      }, DONE);
    }
    navigator.clipboard.writeText(text).then(
      function () { told(say("Copied")); },
      function () { told(say("Not allowed")); }
    );
  }

  var live = null;
  function announce(words) {
    if (!live) {
      live = made("div", "ab-hidden");
      live.setAttribute("role", "status");
      document.body.appendChild(live);
    }
    live.textContent = words;
  }

  /* The answer's own page, as an address to hand on. */
  function addressOf(link) {
    return /^https?:/.test(link.href) ? link.href.replace(/\/index\.html$/, "/") : link.href;
  }

  function marked(text) {
    return squeezed(text).replace(/[\\`*_[\]<>~|]/g, "\\$&").replace(/^([#+-]|\d+[.)])(?=\s)/, "\\$1");
  }

  function sentences(answer) {
    var text = "";
    answer.childNodes.forEach(function (node) {
      if (node.nodeType === Node.TEXT_NODE) text += node.textContent.replace(/[\\`*_[\]<>~|]/g, "\\$&");
      else if (node.matches("sup")) {
        node.querySelectorAll("a").forEach(function (number) { text = text.replace(/\s+$/, "") + " [" + number.textContent + "]"; });
      }
    });
    return squeezed(text);
  }

  /* What a quote marks; of a table, its cells. */
  function row(told) {
    var cells = told.matches("tbody") ? told.querySelectorAll("td") : [];
    return cells.length ? Array.prototype.map.call(cells, function (cell) { return cell.textContent; }).join(" | ") : told.textContent;
  }

  /* Return the heading of a question: before its answer, or in the line that opens it. */
  function headingOf(item) {
    var before = item.previousElementSibling;
    return before.matches("summary") ? before.querySelector("h3") : before;
  }

  /* Return authors, journal and year, and DOI, as far as the head of the page has them. */
  function origin() {
    var found = [".ab-authors", ".ab-facts > li:first-child", ".ab-facts a[href*='doi.org/']"].map(function (place) {
      var element = document.querySelector(".ab-header " + place);
      return element ? marked(element.textContent) : "";
    });
    return found.filter(function (text, n) { return text && found.indexOf(text) === n; });
  }

  function markdown(item) {
    var title = document.querySelector("article h1");
    var heading = headingOf(item);
    var status = heading.querySelector(".ab-status").textContent;
    var own = function (name) { return item.querySelector(":scope > " + name); };
    var parts = ["**" + marked(own(".ab-question").textContent) + "** " + status];
    if (own(".ab-reason")) parts.push(marked(own(".ab-reason").textContent));
    if (own(".ab-answer")) parts.push(sentences(own(".ab-answer")));
    item.querySelectorAll(":scope > .ab-evidence > .ab-quote, :scope > .ab-foot > .ab-further > .ab-evidence > .ab-quote").forEach(function (quote) {
      var words = [];
      quote.querySelectorAll(".ab-told, .ab-words > mark").forEach(function (mark) { words.push(marked(row(mark))); });
      var place = quote.querySelector(".ab-place");
      var where = place && place.firstChild && place.firstChild.nodeType === Node.TEXT_NODE ? marked(place.firstChild.textContent) : "";
      parts.push("> " + (quote.hasAttribute("value") ? "[" + quote.value + "] " : "") + "\u201C" + words.join(" \u2026 ") + "\u201D" + (where ? " (" + where + ")" : ""));
    });
    if (own(".ab-stale")) parts.push(marked(own(".ab-stale").textContent));
    var link = item.querySelector(".ab-copy-link");
    var name = title ? marked(title.firstChild.textContent) : "";
    parts.push("Paper: " + [name].concat(origin()).join(". ").replace(/([?!])\. /g, "$1 "));
    parts.push(marked(item.querySelector(".ab-foot > .ab-origin").dataset.by) + (link ? ": <" + addressOf(link) + ">" : ""));
    return parts.join("\n\n") + "\n";
  }

  /* Citing --------------------------------------------------------------------------------- */

  var KINDS = [
    ["BibTeX", "bib", "application/x-bibtex"],
    ["RIS", "ris", "application/x-research-info-systems"],
    ["CSL-JSON", "json", "application/vnd.citationstyles.csl+json"]
  ];
  var menu = null;
  var opener = null;

  function citing() {
    var holder = document.querySelector(".ab-citing");
    return holder ? JSON.parse(holder.dataset.citing) : null;
  }

  function citations(item) {
    var data = citing();
    var row = data && data.answers[headingOf(item).id];
    if (!row) return null;
    var question = squeezed(item.querySelector(".ab-question").textContent);
    var link = item.querySelector(".ab-copy-link");
    var site = link && /^https?:/.test(link.href) ? link.href.replace(/a\/[^/]*\/index\.html$/, "") : "";
    return data.forms[row[0]].map(function (form, kind) {
      var asked = kind === 0 && row[3] !== undefined ? row[3] : kind === 2 ? JSON.stringify(question).slice(1, -1) : question;
      var text = form.split("zqstatusqz").join(row[2]).split("zqquestionqz").join(asked).split("zqanswerqz").join(row[1]);
      if (site) return text.split("https://zqsiteqz.invalid/").join(site).split("/index.html").join("/");
      /* Opened from a disk: no address that another reader could follow. */
      return kind === 2
        ? text.replace(/, "URL": "https:\/\/zqsiteqz\.invalid\/[^"]*"|"URL": "https:\/\/zqsiteqz\.invalid\/[^"]*", /, "")
        : text.match(/[^\n]*\n/g).filter(function (line) { return line.indexOf("zqsiteqz") < 0; }).join("");
    });
  }

  function closeMenu(back) {
    if (!menu) return;
    menu.querySelectorAll("a").forEach(function (link) { URL.revokeObjectURL(link.href); });
    menu.remove();
    opener.setAttribute("aria-expanded", "false");
    if (back) opener.focus();
    menu = opener = null;
  }

  function openMenu(from, item) {
    var texts = citations(item);
    if (!texts) return;
    menu = made("ul", "ab-menu");
    menu.setAttribute("aria-label", say("Cite this answer"));
    function lineOf(name, text) {
      var line = made("li");
      line.appendChild(made("span", "", name));
      if (navigator.clipboard) {
        var taken = button(say("Copy"), function () { copy(text, taken); });
        taken.setAttribute("aria-label", say("Copy") + " " + name);
        line.appendChild(taken);
      }
      menu.appendChild(line);
      return line;
    }
    texts.forEach(function (text, n) {
      var line = lineOf(KINDS[n][0], text);
      var file = made("a", "", say("Download"));
      file.href = URL.createObjectURL(new Blob([text], { type: KINDS[n][2] }));
      file.download = item.dataset.answer + "." + KINDS[n][1];
      file.setAttribute("aria-label", say("Download") + " " + KINDS[n][0]);
      line.appendChild(file);
    });
    if (navigator.clipboard) lineOf("Markdown", markdown(item));
    opener = from;
    from.setAttribute("aria-expanded", "true");
    from.after(menu);
    var room = menu.offsetParent.clientWidth - menu.offsetWidth;
    menu.style.left = Math.max(0, Math.min(from.offsetLeft, room)) + "px";
  }

  document.addEventListener("click", function (event) {
    if (menu && !menu.contains(event.target) && event.target !== opener) closeMenu(false);
    var link = event.target.closest && event.target.closest("a.ab-copy-link");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !navigator.clipboard) return;
    event.preventDefault();
    copy(addressOf(link), link);
  });
  document.addEventListener("focusin", function (event) {
    if (menu && !menu.contains(event.target) && event.target !== opener) closeMenu(false);
  });

  function button(text, act) {
    var element = made("button", "", text);
    element.type = "button";
    element.addEventListener("click", act);
    return element;
  }

  /* On a phone a button beside the question shows all of it, and what can be done with its answer. The style sheet
     folds both where scripts run, so that nothing moves when this one does. */
  function shorten(foot) {
    var item = foot.parentElement, question = item.querySelector(":scope > .ab-question");
    if (!question || item.querySelector(":scope > .ab-act")) return;
    var act = button("\u22EF", function () {
      act.setAttribute("aria-expanded", String(item.classList.toggle("ab-whole")));
    });
    act.className = "ab-act";
    act.setAttribute("aria-label", say("The whole question; copy, cite, review"));
    act.setAttribute("aria-expanded", "false");
    question.after(act);
  }

  function furnish() {
    document.querySelectorAll(".ab-item .ab-actions").forEach(function (actions) {
      if (actions.querySelector("button")) return;
      var item = actions.closest(".ab-item");
      var after = actions.querySelector(".ab-copy-link");
      var add = function (element) {
        actions.insertBefore(element, after ? after.nextSibling : actions.firstChild);
        after = element;
      };
      if (document.querySelector(".ab-citing")) {
        var cite = button(say("Cite"), function () {
          if (opener === cite) closeMenu(false);
          else {
            closeMenu(false);
            openMenu(cite, item);
          }
        });
        cite.setAttribute("aria-expanded", "false");
        add(cite);
      }
    });
    document.querySelectorAll(".ab-item > .ab-foot").forEach(shorten);
    /* The signs in the table of contents take the colours of their statuses. */
    document.querySelectorAll(".ab-profile li > a").forEach(function (tile) {
      var id = tile.getAttribute("href");
      var entry = document.querySelector(".md-nav--secondary a[href='" + id + "'] .md-ellipsis");
      var text = entry && entry.textContent.trim();
      if (!entry || entry.querySelector(".ab-sign") || text.charAt(1) !== " ") return;
      var sign = made("span", "ab-sign " + tile.className.split(" ")[0], text.charAt(0));
      sign.setAttribute("aria-hidden", "true");
      entry.replaceChildren(sign, document.createTextNode(text.slice(2)));
    });
  }

  if (window.document$) window.document$.subscribe(function () { close(); furnish(); });
  else furnish();
})();
