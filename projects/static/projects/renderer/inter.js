// Made by `python -m tests.browser.inter_metrics` from the shipped Inter; do not edit.

// A line per character: its width at weight 400, and what 900 adds, in thousandths of an em.
export const WIDTHS = `
0631 80
1407 45
2610 37
3618 51
4646 56
5593 53
6620 55
7566 29
8619 60
9620 55
 281 -82
!288 93
"466 159
#633 29
$642 24
%982 62
&644 51
'300 72
(365 23
)365 23
*501 107
+662 32
,288 85
-460 15
.288 85
/360 52
:288 85
;302 76
<662 32
=662 32
>662 32
?511 89
@966 93
A690 105
B654 14
C730 17
D722 1
E601 12
F590 -6
G746 8
H743 7
I269 22
J571 25
K672 87
L565 0
M903 53
N753 16
O765 11
P639 18
Q765 22
R644 24
S642 24
T646 41
U744 -22
V690 105
W985 97
X682 104
Y679 97
Z629 65
[365 23
\\360 52
]365 23
^471 29
_456 37
\`323 79
a562 35
b612 33
c571 32
d612 33
e583 23
f370 52
g613 34
h591 58
i242 54
j242 54
k549 58
l242 54
m876 67
n591 59
o600 25
p612 33
q612 33
r376 57
s528 60
t327 72
u591 58
v562 70
w818 59
x546 63
y562 74
z552 38
{426 79
|333 73
}426 79
~662 32
Æ994 54
Ð735 46
Ø765 11
Þ636 62
ß616 76
æ917 -13
ð583 31
ø600 25
þ612 33
¡288 93
¢571 32
£611 51
¤725 68
¥550 38
¦270 127
§568 0
©914 0
ª454 19
«583 144
®666 -7
°456 7
±662 32
²442 33
³446 48
µ586 78
¶603 -7
·288 85
¹304 54
º482 14
»583 144
¼802 81
½847 63
¾882 70
¿511 89
×662 32
÷662 32
ı242 54
Œ1005 24
œ1000 -21
–500 0
—1000 0
‘261 92
’261 92
‚241 87
“440 184
”440 169
„421 165
•562 -164
…864 255
‹384 87
›384 87
€667 34
™611 54
↑834 132
↓834 132
−662 32
`;

// A line per group of left-hand characters: then hundredths of an em, and the right-hand characters that they are for.
export const KERNING = `
"' -16 J -9 ,. -8 A -6 4 -2 cdegoq
,. -10 "' -9 1? -6 Y -4 CGOQ -3 0678T -2 3
- -8 T -6 Y -5 J -4 VX -3 7A -2 2Wx
09 -4 X -3 ,.VY -2 7 2 t
2 -2 4
38 -2 ,.X
4 -4 1 -3 ,.
5 -2 ,.
6 -3 ,.
7 -12 ,. -11 A -10 J -6 4 -5 acdegmnopqr -4 s -3 :; -2 036 2 7
; -6 V -3 T
? -6 A
A -9 T -8 "'VY -7 Wvwy -6 ? -5 1 -4 CGOQ -3 -t -2 SUcdegoq
B -6 T
C -3 A
DOQ -5 X -4 ,.AVY -3 T -2 W
F -9 A -7 J -4 , -3 .cdegoquvyz -2 amnpr
G -3 ATY -2 V
JU -3 ,. -2 A
K -8 - -6 w -4 CGOQcdegoqvy -3 u
L -9 "'TY -8 V -7 -vy -5 1 -4 W -3 CGOQ -2 t
P -10 J -8 A -4 , -3 . -2 -
R -3 Y -2 V
S -2 A
T -10 t -9 AJ -8 7cdegoq -7 4asu -6 mnprvwy -5 -z -4 : -3 ,.06;CGOQx
V -10 ,.J -8 A -6 -:;acdegoq -5 s -4 CGOQ -3 046
W -10 ,. -7 A -6 Ja -5 :;cdegoq -4 - -3 4mnprs -2 CGOQ 2 W
X -6 a -5 CGOQ -4 -046T -3 cdegoq -2 38
Y -11 cdegoq -10 a -8 A -7 4s -6 ,-.:; -4 CGOQmnpru -3 J -2 i
Z -4 - -3 CGOQ
ahmn -10 Y -7 T -5 VW -4 1 -2 "'vy
bceop -11 Y -8 T -6 V -5 W -3 1AX -2 "'vxyz
f -6 ,.4J -4 ft -3 A -2 -acdegoqs 2 w
gq -5 T
k -6 -T -5 4 -2 cdegoq
r -6 ,.JT -4 -A -3 Z -2 cdegoq 2 BDEFHIKLMNPRbfhjkltvxy
s -7 TY -5 V -3 W
t -3 Tf -2 - 2 vwy
u -6 Y -5 T -4 -
vy -7 A -6 J -4 ,-. -3 TY -2 cdegoq 2 t
w -7 ,.A -6 J -5 T -3 Z
x -3 T -2 -cdegoq
z -3 T -2 cdegoq
`;
