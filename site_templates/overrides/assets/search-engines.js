/* The two engines of the search, loaded by search.js when the reader opens it.
   A found page: {href, kind, title, text, note, own, best, hits: [{href, status, title, text}]}; titles and
   texts are lists of [text, marked]. own: the page itself was found; best: it goes before its answers. */
(function () {
  "use strict";

  const LITTLE = /^(a|an|and|are|as|at|by|for|from|in|is|it|no|not|of|on|or|the|to|was|were|what|which|with)$/;
  const NAMES = "¦"; // generator/site/search/pagefind.py puts it before a page's names
  // How Pagefind weighs what it finds, chosen on the queries of tests/benchmarks/search.py.
  const RANKING = { termFrequency: 0.6, pageLength: 0.5, termSaturation: 1.4, termSimilarity: 4.0 };
  const onDisk = location.protocol === "file:";

  /* Words ------------------------------------------------------------------------------------ */

  const UNMARKED = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ł: "l", þ: "th", ı: "i" };

  /* As generator/site/search/search_entries.py folds: lower case, without accents. */
  function folded(text) {
    const plain = text.toLowerCase().replace(/[ßæœøđðłþı]/g, (letter) => UNMARKED[letter]);
    return plain.normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC");
  }

  /* Addresses of papers are asked for as their identifiers. */
  function bare(query) {
    return folded(query)
      .replace(/https?:\/\/(dx\.)?doi\.org\/|\bdoi:\s*/g, " ")
      .replace(/https?:\/\/(www\.)?arxiv\.org\/(abs|pdf)\/|\barxiv:\s*/g, " ")
      .trim();
  }

  /* Found words begin with what is asked for, so the singular finds the plural too. */
  function singular(word) {
    if (/\d/.test(word) || word.length < 4 || /(ss|us|is)$/.test(word)) return word;
    return word.replace(/ies$|s$/, "");
  }

  /* "a <mark>b</mark> &amp; c" as [text, marked] pairs; no other markup is known. */
  function pieces(marked) {
    const found = [];
    marked.split(/<mark>(.*?)<\/mark>/g).forEach((text, n) => {
      const plain = text
        .replace(/<[^>]*>/g, " ")
        .replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&#x27;|&#39;/g, "'")
        .replace(/&amp;/g, "&");
      if (plain) found.push([plain, n % 2 === 1]);
    });
    return found;
  }

  /* What an excerpt says after the heading that it begins with, and before the names that end a page's own. */
  function after(heading, parts) {
    const whole = parts.map((part) => part[0]).join("");
    // It may begin within the heading.
    const starts = [0, ...Array.from(heading.matchAll(/\s/g), (at) => at.index + 1)];
    const at = starts.find((start) => whole.startsWith(heading.slice(start)));
    let left = at === undefined ? 0 : heading.length - at;
    const end = parts.findIndex((part) => part[0].includes(NAMES));
    const kept = (end < 0 ? parts : [...parts.slice(0, end), [parts[end][0].split(NAMES)[0], false]])
      .map(([text, marked]) => {
        const cut = Math.min(left, text.length);
        left -= cut;
        return [text.slice(cut), marked];
      })
      .filter((part) => part[0]);
    if (kept.length) kept[0][0] = kept[0][0].replace(/^[.\s]+/, "");
    return kept.some((part) => part[0].trim()) ? kept : [];
  }

  function near(text, words) {
    return folded(text).split(/[^\p{L}\p{N}]+/u).some((part) => words.some((word) => part && part.startsWith(word.slice(0, 4))));
  }

  function marks(text, words) {
    return text.split(/([\p{L}\p{N}]+)/u).filter(Boolean).map((part) => {
      const plain = folded(part);
      return [part, words.some((word) => plain.startsWith(word))];
    });
  }

  /* Loading ---------------------------------------------------------------------------------- */

  function script(address, within) {
    return new Promise((resolve, reject) => {
      const element = within.createElement("script");
      element.src = address;
      element.onload = resolve;
      element.onerror = () => reject(new Error(String(address)));
      within.head.append(element);
    });
  }

  /* Browsers start no worker for a page on a disk: the theme's script then runs in an empty frame. */
  function framed(address) {
    const frame = document.createElement("iframe");
    frame.hidden = true;
    frame.title = (window.answerbookSays || {})["Search"] || "Search";
    document.body.append(frame);
    const inside = frame.contentWindow;
    inside.document.open();
    inside.document.close();
    const worker = {
      onmessage: null,
      postMessage: (data) => started.then(() => inside.dispatchEvent(new inside.MessageEvent("message", { data }))),
    };
    inside.postMessage = (data) => worker.onmessage({ data });
    inside.importScripts = (...paths) =>
      paths.reduce((before, path) => before.then(() => script(new URL(path, location.href), inside.document)), Promise.resolve());
    window.IFrameWorker = true; // by this the theme's script knows where it is
    const started = script(address, inside.document);
    return worker;
  }

  async function json(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(String(address));
    return answer.json();
  }

  /* lunr confuses words that differ in digits: it tells the states of its word list apart by "letter, number,
     letter, number", run together. So it is given other digits, and no word is confused or lost. */
  const wide = (text) => text.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
  const narrow = (text) => text.replace(/[\uff10-\uff19]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));

  /* The theme's: its worker reads the whole index. */
  function builtin(base, workerAddress) {
    let worker = null;
    let separator = /\s+/;
    let asked = Promise.resolve();

    async function load() {
      let index;
      if (onDisk) {
        await script(new URL("search/search_index.js", base), document);
        index = window.__index;
      } else {
        index = await json(new URL("search/search_index.json", base));
      }
      separator = new RegExp(index.config.separator);
      const config = Object.assign({}, index.config, { separator: index.config.separator.replace(/\\d/g, "[\uff10-\uff19]") });
      const docs = index.docs.map((entry) => Object.assign({}, entry, {
        title: wide(entry.title),
        text: wide(entry.text),
        tags: (entry.tags || []).map(wide),
      }));
      worker = onDisk ? framed(workerAddress) : new Worker(workerAddress);
      await ask({ type: 0, data: { config, docs, options: { suggest: false } } });
      return index.facets;
    }

    function ask(message) {
      asked = asked.then(() => new Promise((resolve, reject) => {
        worker.onmessage = (event) => resolve(event.data.data);
        worker.onerror = () => reject(new Error("worker"));
        worker.postMessage(message);
      }));
      return asked;
    }

    async function search(query, wanted) {
      const words = bare(query).replace(/[\^~+*<>&]/g, " ").split(separator).filter(Boolean);
      if (!words.length) return nothing();
      // All words but little ones are asked for; where no page has them all, any of them.
      const all = words.map((word) => (LITTLE.test(word) ? `${word}^4` : `+${start(word)} ${wide(word)}^4`));
      let found = await ask({ type: 2, data: all.join(" ") });
      if (!found.items.length && words.length > 1) {
        found = await ask({ type: 2, data: words.map((word) => `${start(word)} ${wide(word)}^4`).join(" ") });
      }
      const pages = found.items.map((group) => page(group, wanted)).filter(Boolean);
      return { total: pages.length, next: async (count) => pages.splice(0, count) };
    }

    function start(word) {
      return word.length > 1 ? `${wide(singular(word))}*` : wide(word);
    }

    function page(group, wanted) {
      const own = group.find((entry) => !entry.location.includes("#")) || group[0];
      if (wanted.year && own.year !== wanted.year) return null;
      let hits = group.filter((entry) => entry !== own);
      if (wanted.status) hits = hits.filter((entry) => entry.status === wanted.status);
      if (wanted.question) hits = hits.filter((entry) => entry.question === wanted.question);
      // An author's name is with every answer, for `Smith hardware`; alone it asks for the paper.
      if (own.score) hits = hits.filter((entry) => /<mark>/.test(entry.title + entry.text));
      const narrowed = wanted.status || (wanted.question && !own.location.endsWith(`/${wanted.question}.html`));
      if (narrowed ? !hits.length : !hits.length && !own.score) return null;
      return {
        href: new URL(own.location, base).href,
        kind: own.kind,
        title: pieces(narrow(own.title)),
        text: own.score ? pieces(narrow(own.text)) : [],
        note: own.note || "",
        year: own.year || "",
        own: own.score > 0 && !narrowed,
        // An author's name finds all answers alike; words of the answer come first.
        best: own.score >= Math.max(0, ...hits.map((entry) => entry.score)) && !narrowed,
        hits: hits.map((entry) => ({
          href: new URL(entry.location, base).href,
          status: entry.status || "",
          title: pieces(narrow(entry.title)),
          text: pieces(narrow(entry.text)),
        })),
      };
    }

    return { load, search };
  }

  /* Pagefind: reads those pieces of its index that a query needs. looks: names of statuses, as titles end. */
  function pagefind(base, worker, looks) {
    let engine = null;

    async function load() {
      if (onDisk) throw new Error("disk");
      const [module, facets] = await Promise.all([
        import(new URL("pagefind/pagefind.js", base).href),
        json(new URL("search/facets.json", base)),
      ]);
      engine = module;
      const options = { excerptLength: 24, ranking: RANKING };
      await engine.options(options);
      await engine.init();
      // Of a very large collection, the papers are in indexes of their own.
      await Promise.all((facets.parts || []).map((part) => engine.mergeIndex(new URL(`pagefind/${part}/`, base).href, options)));
      return facets;
    }

    async function search(query, wanted) {
      const asked = bare(query);
      const words = asked.split(/[^\p{L}\p{N}]+/u).filter(Boolean).map(singular);
      if (asked.length < 2 || !words.length) return nothing();
      const narrow = {};
      if (wanted.year) narrow[`year-${wanted.year}`] = "yes";
      if (wanted.status) narrow[`${wanted.question || "status"}-${wanted.status}`] = "yes";
      const found = (await engine.search(asked, { filters: narrow })).results;
      const total = found.length;
      async function next(count) {
        const pages = [];
        // A page may match elsewhere than in the answers asked for: then the next ones are tried.
        for (let tries = 0; found.length && pages.length < count && tries < 4; tries += 1) {
          const loaded = await Promise.all(found.splice(0, count).map((result) => result.data()));
          pages.push(...loaded.map((data) => page(data, wanted, words)).filter(Boolean));
        }
        return pages;
      }
      return { total, next, left: () => found.length, loose: Boolean(wanted.status || wanted.question) };
    }

    function page(data, wanted, words) {
      const scored = data.sub_results.map((part) => {
        const [path, anchor] = part.url.split("#");
        const [name, look] = part.title.split(" — ");
        const status = Object.keys(looks).find((key) => looks[key] === look) || "";
        const score = (part.weighted_locations || []).reduce((sum, at) => sum + at.balanced_score, 0);
        return { path, anchor: anchor || "", name, status, score, part };
      });
      // For a word that it does not know, Pagefind takes ones that begin like it, by a letter if need be.
      const meant = scored.some((one) => pieces(one.part.excerpt).some(([text, marked]) => marked && near(text, words)));
      if (!meant) return null;
      const own = scored.find((part) => !part.anchor);
      let hits = scored.filter((part) => part.anchor);
      if (wanted.status) hits = hits.filter((hit) => hit.status === wanted.status);
      if (wanted.question) hits = hits.filter((hit) => hit.anchor === wanted.question);
      if ((wanted.status || wanted.question) && !hits.length) return null;
      hits.sort((a, b) => b.score - a.score);
      const href = (url) => new URL(url.replace(/^\//, ""), base).href;
      const narrowed = Boolean(wanted.status || wanted.question);
      return {
        href: href(data.raw_url || data.url),
        kind: data.meta.kind || "page",
        title: marks(data.meta.title || "", words),
        text: own ? after(data.meta.title || "", pieces(own.part.excerpt)) : [],
        note: data.meta.note || "",
        year: "",
        own: Boolean(own) && !narrowed,
        best: Boolean(own) && !narrowed && own.score >= Math.max(0, ...hits.map((hit) => hit.score)),
        hits: hits.map((hit) => ({
          href: `${href(data.raw_url || data.url)}#${hit.anchor}`,
          status: hit.status,
          title: marks(hit.part.title, words),
          text: after(hit.part.title, pieces(hit.part.excerpt)),
        })),
      };
    }

    return { load, search };
  }

  function nothing() {
    return { total: 0, next: async () => [] };
  }

  window.answerbookSearch = { builtin, pagefind };
})();
