// What the pages do better with scripts than without. Everything works without: each module only adds to markup that stands by itself.
import { focusOnLoad } from "./focus.js";
import { submitOnce } from "./submit_once.js";
import { askBeforeLeaving } from "./unsaved.js";
import { addAndRemoveRows } from "./repeated.js";
import { countCharacters } from "./counter.js";
import { keepDrafts } from "./drafts.js";
import { tellOfChanges } from "./changed.js";

document.documentElement.classList.add("scripts");
focusOnLoad(document);
submitOnce(document);
askBeforeLeaving(document);
addAndRemoveRows(document);
countCharacters(document);
keepDrafts(document);
tellOfChanges(document);
