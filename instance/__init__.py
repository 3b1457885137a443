"""`manage.py up`: one machine, one folder, all parts: Valkey, a worker and the web server, started and stopped together."""
