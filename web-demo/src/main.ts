/** The page's entry. */
import { restoreTheme } from "./theme.js";
import "./ca-app.js";

restoreTheme();
