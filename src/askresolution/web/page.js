// What the page's framework does not do: Vietnamese names of its buttons, the newest question in sight, copies with their
// sources, a conversation that survives a reload, and print. Nothing here decides what an answer says.
(() => {
  const WORDS = {
    "Copy message": "Sao chép kèm nguồn trích dẫn", "Copied message": "Đã sao chép", "chatbot conversation": "Cuộc trò chuyện",
    "Close": "Đóng", "Error": "Lỗi", "Warning": "Lưu ý", "Loading": "Đang tải", "Scroll down": "Xuống cuối",
    "Connection to the server was lost. Attempting reconnection...":
      "Mất kết nối với máy chủ; đang thử nối lại. Câu hỏi còn nguyên trong ô: hãy gửi lại sau ít phút.",
    "Connection re-established.": "Đã nối lại với máy chủ.",
    "Connection errored out.": "Mất kết nối với máy chủ; hãy gửi lại câu hỏi sau ít phút.",
    "Could not parse server response": "Không đọc được trả lời của máy chủ; hãy gửi lại câu hỏi.",
  };
  const KEPT = "askresolution.conversation";
  const DRAFT = "askresolution.draft";
  const log = () => document.querySelector("#chat .bubble-wrap");

  // The conversation lives in this browser tab only and goes with it. The empty one of the start must not replace it.
  let restored = false;
  window.askresolution = {
    keep(messages) {
      if (!restored) return;
      try { sessionStorage.setItem(KEPT, JSON.stringify(messages ?? [])); } catch { /* no room or no storage: not kept */ }
    },
    kept() {
      restored = true;
      try { return [JSON.parse(sessionStorage.getItem(KEPT)) ?? [], sessionStorage.getItem(DRAFT) ?? ""]; } catch { return [[], ""]; }
    },
  };
  // The framework reloads the page when a server comes back; what was being written comes back too.
  addEventListener("pagehide", () => {
    try { sessionStorage.setItem(DRAFT, written()); } catch { /* not kept */ }
  });
  const written = () => document.querySelector("#question textarea")?.value ?? "";

  function say(words) {
    const place = document.querySelector("#count");
    if (place && place.textContent !== words) place.textContent = words;
  }

  // A wait is said, once it is one.
  let waiting = 0;
  function arrived() {
    if (!waiting) return;
    clearTimeout(waiting);
    waiting = 0;
    count(written());
  }
  function asking() {
    arrived();
    if (written().trim()) waiting = setTimeout(() => say("Đang tìm câu trả lời trong các văn bản…"), 1500);
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && event.target.matches?.("#question textarea")) asking();
  }, { capture: true });
  document.addEventListener("click", (event) => { if (event.target.closest?.("#send")) asking(); }, { capture: true });

  // The newest question stands at the top of the conversation with its answer below, until the reader scrolls.
  let questions = 0;
  let following = false;
  function follow() {
    const box = log();
    const asked = box ? box.querySelectorAll(".user-row") : [];
    if (asked.length !== questions) {
      following = asked.length > questions;
      questions = asked.length;
      arrived();
      if (following) document.querySelector("#chat").scrollIntoView({ block: "nearest" });
    }
    if (following && asked.length) {
      const newest = asked[asked.length - 1];
      box.scrollTop += newest.getBoundingClientRect().top - box.getBoundingClientRect().top - 8;
    }
  }
  for (const name of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    document.addEventListener(name, (event) => { if (event.target.closest?.("#chat")) following = false; }, { passive: true });
  }

  function translate(root) {
    for (const element of root.querySelectorAll("[aria-label], [title]")) {
      for (const name of ["aria-label", "title"]) {
        const words = element.getAttribute(name);
        // A whole answer in its markup is no name of anything.
        if (/^(user|bot)'s message: /.test(words ?? "")) element.removeAttribute(name);
        else if (WORDS[words]) element.setAttribute(name, WORDS[words]);
      }
    }
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const words = WORDS[texts.currentNode.data.trim()];
      if (words) texts.currentNode.data = words;
    }
  }

  function refresh() {
    // The framework sets a language of its own when it starts.
    if (document.documentElement.lang !== "vi") document.documentElement.lang = "vi";
    for (const part of document.querySelectorAll("#chat .message-row [data-testid], #chat [role=log], #chat button")) translate(part.parentElement);
    for (const part of document.querySelectorAll(".toast-wrap")) translate(part);
    log()?.setAttribute("tabindex", "0");
    const notice = document.querySelector("#notice");
    if (notice && !notice.hasAttribute("role")) notice.setAttribute("role", "alert");
    if (document.querySelector("#notice p, .toast-wrap .toast-body")) arrived();
    follow();
  }
  let due = false;
  const watch = new MutationObserver(() => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => { due = false; refresh(); });
  });
  watch.observe(document, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["aria-label", "lang"] });

  // How long a question is, once it nears the limit; nothing is ever cut.
  document.addEventListener("input", (event) => {
    if (event.target.matches?.("#question textarea")) count(event.target.value);
  });
  function count(text) {
    const limit = window.askresolutionLimit;
    const long = [...text].length;
    const shown = (number) => number.toLocaleString("vi-VN");
    if (long > limit) say(`Câu hỏi dài ${shown(long)} ký tự, quá giới hạn ${shown(limit)}: hãy bớt ${shown(long - limit)} ký tự.`);
    else say(long > limit * 0.9 ? `${shown(long)} / ${shown(limit)} ký tự` : "");
  }

  // The page of a source is ours: its tab inherits the conversation, so that its way back leads to it.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='/']");
    if (link?.target === "_blank" && link.origin === location.origin) link.rel = "opener";
  }, { capture: true });

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("#chat .message-buttons-left button, #chat .message-buttons-right button, #chat [class*='message-buttons'] button");
    if (!button) return;
    let row = button.closest("[class*='message-buttons']");
    while (row && !row.matches(".message-row") && !row.querySelector(".message-content")) row = row.previousElementSibling;
    const content = row?.querySelector(".message-content");
    if (!content) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    copy(content).then((done) => {
      say(done ? "Đã sao chép kèm nguồn trích dẫn." : "Trình duyệt không cho sao chép; hãy chọn và sao chép bằng tay.");
      setTimeout(() => count(written()), 4000);
    });
  }, { capture: true });

  // A copy reads outside the page: sources are open, links are whole.
  async function copy(content) {
    const sheet = document.createElement("div");
    sheet.innerHTML = content.innerHTML;
    sheet.style.cssText = "position:fixed;left:-9999px;width:40rem;color:#000;background:#fff;white-space:normal";
    for (const part of sheet.querySelectorAll("details")) part.open = true;
    for (const link of sheet.querySelectorAll("a")) {
      link.href = link.href;
      if (link.closest("details")) link.after(` (${link.href})`);
    }
    // Numbers of a list are no text for a copy.
    for (const list of sheet.querySelectorAll("details ol")) {
      list.style.listStyle = "none";
      [...list.children].forEach((item, place) => item.prepend(`[${(list.start || 1) + place}] `));
    }
    document.body.append(sheet);
    try {
      const text = sheet.innerText.trim();
      if (navigator.clipboard?.write && window.ClipboardItem) {
        const kinds = { "text/plain": text, "text/html": sheet.innerHTML };
        await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(
          Object.entries(kinds).map(([kind, words]) => [kind, new Blob([words], { type: kind })])))]);
        return true;
      }
      // Without https browsers offer no clipboard to scripts, but they copy what is selected.
      const range = document.createRange();
      range.selectNodeContents(sheet);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      const done = document.execCommand("copy");
      getSelection().removeAllRanges();
      return done;
    } catch {
      return false;
    } finally {
      sheet.remove();
    }
  }

  // On paper the sources are always open.
  const opened = [];
  addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll("#chat details:not([open])")) { part.open = true; opened.push(part); }
  });
  addEventListener("afterprint", () => { for (const part of opened.splice(0)) part.open = false; });
})();
