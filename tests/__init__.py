"""The tests mirror profiles/; promises that cut across stand at this level; browser/ drives Chromium."""
