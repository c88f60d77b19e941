"""A tree out of an old computer becomes documents: uploaded as an archive, looked through, corrected, imported, found."""

import io
import re
import zipfile

import pytest

pytestmark = pytest.mark.browser

OLD = {
    "值班手册/JS-2019-077 移动值班手册V2.1_20191102.txt": "移动值班人员应保证卫星电话畅通。编写人：王军",
    "PZ02_网络/汇聚交换机.cfg": "sysname SH-AGG-7",
    "散件.txt": "没有归类的一页，记着旧机房的门锁密码变更办法。",
    "副本/散件（2）.txt": "没有归类的一页，记着旧机房的门锁密码变更办法。",
    "空.txt": "",
}


def archive():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name, text in OLD.items():
            made.writestr(name, text)
    return {"name": "旧电脑.zip", "mimeType": "application/zip", "buffer": stream.getvalue()}


@pytest.mark.rule("R-4.3.4-4")
def test_an_archive_is_looked_through_corrected_imported_and_found(room):
    keeper = room.desk("zhaomin")
    keeper.open("/intake/")
    keeper.fill(名称="旧电脑 D 盘")
    keeper.shot("40-import")
    keeper.button(re.compile("选择文件")).click()
    keeper.sees("把文件、整个文件夹或 zip 压缩包拖到这里")
    keeper.page.locator("input[type=file]:not([webkitdirectory])").first.set_input_files([archive()])
    keeper.sees("已收到 1 个文件")
    keeper.shot("41-collected")
    keeper.press("开始试读", says="后台正在试读")
    keeper.sees_after_a_while("待核对")
    keeper.sees("未能判断归入哪个文件夹，请指定")
    keeper.shot("42-proposed")

    row = keeper.page.get_by_role("row").filter(has_text=re.compile(r"^\s*旧电脑/副本/"))
    row.get_by_role("link", name="修改").click()
    keeper.page.locator("tr.ds-editing").get_by_label("文件夹").select_option("ZD07")
    keeper.fill(文档名称="旧机房门锁办法")
    keeper.shot("43-corrected")
    keeper.button("保存").click()
    keeper.sees("ZD07 · YGZX")
    keeper.press_and_confirm("导入", says="开始导入 3 个文件")
    keeper.sees_after_a_while("已导入 3")
    keeper.sees("空文件")
    keeper.sees("旧电脑/副本/散件（2）.txt 内容相同")
    keeper.shot("44-imported")

    keeper.open("/search?q=JS-2019-077")
    keeper.sees("移动值班手册")
