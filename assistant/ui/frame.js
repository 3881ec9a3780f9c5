// What Streamlit writes in English around the pages: the language of the document and a few names for screen readers.
export default function ({ data }) {
  document.documentElement.lang = data.language;
  const rename = () => {
    for (const [selector, name] of Object.entries(data.names))
      for (const element of document.querySelectorAll(selector))
        if (element.getAttribute("aria-label") !== name) element.setAttribute("aria-label", name);
    for (const [text, name] of Object.entries(data.texts))
      for (const element of document.querySelectorAll("a"))
        if (element.childElementCount === 0 && element.textContent.trim() === text) element.textContent = name;
  };
  rename();
  window.boussoleNames?.disconnect();
  window.boussoleNames = new MutationObserver(rename);
  window.boussoleNames.observe(document.body, { childList: true, subtree: true });
}
