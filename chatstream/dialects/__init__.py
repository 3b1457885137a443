"""The stream in the words of other front ends: each dialect has its doors and an encoder, and no promise is lost in translation."""
